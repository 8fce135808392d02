package dev.varve.dynamodb;

import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.balance.Balancer;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.control.Delays;
import dev.varve.dynamodb.kinesis.EndpointSink;
import dev.varve.dynamodb.kinesis.FolderSink;
import dev.varve.dynamodb.kinesis.Sink;
import dev.varve.dynamodb.partition.CountEstimate;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.throttle.Limits;
import dev.varve.io.FileSystem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Translates between the tables that users define and see, and those inside. */
final class TableViews {
  private TableViews() {}

  static Sink sink(KinesisStreams streams) {
    return switch (streams) {
      case KinesisStreams.Folder(FileSystem files, Path root) -> new FolderSink(files, root);
      case KinesisStreams.Endpoint(URI base) -> new EndpointSink(base);
    };
  }

  private static KeyElement element(KeyAttribute attribute) {
    return new KeyElement(attribute.name(), attribute.type());
  }

  private static KeyAttribute attribute(KeyElement element) {
    return new KeyAttribute(element.name(), element.type());
  }

  static KeySchema schema(KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {
    return new KeySchema(element(partitionKey), sortKey.map(TableViews::element).orElse(null));
  }

  static TableDefinition definition(Table table) {
    return new TableDefinition(
        table.name(),
        attribute(table.schema().partitionKey()),
        table.schema().sortKey().map(TableViews::attribute),
        table.record().indexes().stream().map(TableViews::definition).toList(),
        OptionalInt.of(table.partitions().size()));
  }

  private static IndexDefinition definition(IndexRecord index) {
    return new IndexDefinition(
        index.name(),
        index.kind() == IndexRecord.Kind.LOCAL ? List.of() : attributes(index.partitionKey()),
        attributes(index.sortKey()),
        switch (index.projection().type()) {
          case ALL -> ProjectionType.ALL;
          case KEYS_ONLY -> ProjectionType.KEYS_ONLY;
          case INCLUDE -> ProjectionType.INCLUDE;
        },
        index.projection().nonKeyAttributes());
  }

  private static List<KeyAttribute> attributes(List<KeyElement> keys) {
    return keys.stream().map(TableViews::attribute).toList();
  }

  /**
   * Checks that a table is what a definition says, its partitions aside.
   *
   * @throws dev.varve.dynamodb.api.ResourceInUseException naming the first difference
   */
  static void requireSame(TableDefinition present, TableDefinition defined) {
    requireSame(
        present,
        "partition key",
        describe(Optional.of(present.partitionKey())),
        describe(Optional.of(defined.partitionKey())));
    requireSame(present, "sort key", describe(present.sortKey()), describe(defined.sortKey()));
    Map<String, IndexDefinition> indexes = byName(present);
    byName(defined)
        .forEach((name, index) ->
            requireSame(
                present,
                "index " + name,
                indexes.containsKey(name) ? indexes.get(name).toString() : "none",
                index.toString()));
  }

  private static void requireSame(
      TableDefinition table, String part, String present, String defined) {
    if (!present.equals(defined)) {
      throw Refusals.tableDiffers(table.name(), part, present, defined);
    }
  }

  private static String describe(Optional<KeyAttribute> key) {
    return key.map(attribute -> attribute.name() + " of type " + attribute.type()).orElse("none");
  }

  private static Map<String, IndexDefinition> byName(TableDefinition table) {
    Map<String, IndexDefinition> indexes = new LinkedHashMap<>();
    table.indexes().forEach(index -> indexes.put(index.name(), index));
    return indexes;
  }

  static Delays delays(VarveOptions.TableDelays delays) {
    return new Delays(delays.creating(), delays.updating(), delays.deleting());
  }

  static Balancer.Settings balance(VarveOptions options) {
    PartitioningOptions partitioning = options.partitioning();
    return new Balancer.Settings(
        partitioning.interval(),
        partitioning.maxBytes(),
        partitioning.mergeBytes(),
        partitioning.byThroughput(),
        partitioning.hotOperations(),
        options.partitionsPerTable(),
        TableDefinition.MAX_PARTITIONS);
  }

  static Limits limits(ThrottlingOptions options) {
    return new Limits(
        options.burst(),
        options.partitionReadUnits(),
        options.partitionWriteUnits(),
        options.onDemandReadUnits(),
        options.onDemandWriteUnits());
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
