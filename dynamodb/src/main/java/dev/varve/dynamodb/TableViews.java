package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.partition.CountEstimate;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Translates between the tables that users define and see, and those inside. */
final class TableViews {
  private TableViews() {}

  static KeyElement element(KeyAttribute attribute) {
    return new KeyElement(attribute.name(), attribute.type());
  }

  private static KeyAttribute attribute(KeyElement element) {
    return new KeyAttribute(element.name(), element.type());
  }

  static List<KeyElement> keys(TableDefinition definition) {
    return Stream.concat(Stream.of(definition.partitionKey()), definition.sortKey().stream())
        .map(TableViews::element)
        .toList();
  }

  static KeySchema schema(KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {
    return new KeySchema(element(partitionKey), sortKey.map(TableViews::element).orElse(null));
  }

  static TableDefinition definition(Table table) {
    return new TableDefinition(
        table.name(),
        attribute(table.schema().partitionKey()),
        table.schema().sortKey().map(TableViews::attribute),
        OptionalInt.of(table.partitions().size()));
  }

  static TableOverview overview(Table table, CountEstimate count) {
    return new TableOverview(
        table.name(),
        attribute(table.schema().partitionKey()),
        table.schema().sortKey().map(TableViews::attribute),
        Instant.ofEpochMilli(table.record().createdMillis()),
        table.partitions().size(),
        count.items(),
        count.exact());
  }
}
