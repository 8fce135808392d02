package dev.varve.dynamodb;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.LocalSecondaryIndex;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.definition.KeyDefinitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Translates short definitions of tables into requests. */
final class TableRequests {
  private TableRequests() {}

  static CreateTable creation(TableDefinition table) {
    Map<String, AttributeDefinition> attributes = new LinkedHashMap<>();
    List<KeyAttribute> partitionKey = List.of(table.partitionKey());
    List<KeyAttribute> sortKey = table.sortKey().map(List::of).orElse(List.of());
    define(attributes, partitionKey);
    define(attributes, sortKey);
    List<GlobalSecondaryIndex> global = new ArrayList<>();
    List<LocalSecondaryIndex> local = new ArrayList<>();
    for (IndexDefinition index : table.indexes()) {
      define(attributes, index.partitionKey());
      define(attributes, index.sortKey());
      Projection projection =
          new Projection(
              index.projection(),
              index.projection() == ProjectionType.INCLUDE ? index.projected() : null);
      if (index.partitionKey().isEmpty()) {
        local.add(
            LocalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(schema(partitionKey, index.sortKey()))
                .projection(projection)
                .build());
      } else {
        global.add(
            GlobalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(schema(index.partitionKey(), index.sortKey()))
                .projection(projection)
                .build());
      }
    }
    return CreateTable.named(table.name())
        .attributeDefinitions(List.copyOf(attributes.values()))
        .keySchema(schema(partitionKey, sortKey))
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .globalSecondaryIndexes(global.isEmpty() ? null : global)
        .localSecondaryIndexes(local.isEmpty() ? null : local)
        .build();
  }

  /** Where two define an attribute differently, both stand in the request, which is refused. */
  private static void define(Map<String, AttributeDefinition> attributes, List<KeyAttribute> keys) {
    for (KeyAttribute key : keys) {
      attributes.put(
          key.name() + ' ' + key.type(),
          new AttributeDefinition(key.name(), KeyDefinitions.scalar(key.type())));
    }
  }

  private static List<KeySchemaElement> schema(
      List<KeyAttribute> partitionKey, List<KeyAttribute> sortKey) {
    return Stream.concat(
            partitionKey.stream().map(key -> new KeySchemaElement(key.name(), KeyType.HASH)),
            sortKey.stream().map(key -> new KeySchemaElement(key.name(), KeyType.RANGE)))
        .toList();
  }
}
