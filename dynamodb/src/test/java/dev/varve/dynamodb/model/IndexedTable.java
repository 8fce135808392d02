package dev.varve.dynamodb.model;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CreateGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.DeleteGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.GlobalSecondaryIndexUpdate;
import dev.varve.dynamodb.api.IndexStatus;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.LocalSecondaryIndex;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.UpdateTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code people}, by (clan S, born N), with indexes of every kind: {@code byCity} (city
 * S, age N) of all attributes, {@code byPlace} (city S and zip N, age N and code B) with the note,
 * {@code byCode} (code B) of keys alone, and the local {@code byAge} (clan, age N) with the note.
 * The index {@code byMark} (mark S, zip N) of all attributes comes later.
 */
public final class IndexedTable {
  public static final String NAME = "people";
  public static final String LATE = "byMark";

  private IndexedTable() {}

  public static void create(Varve varve) throws IOException {
    varve.createTable(
        CreateTable.named(NAME)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                definition("clan", ScalarAttributeType.S),
                definition("born", ScalarAttributeType.N),
                definition("city", ScalarAttributeType.S),
                definition("zip", ScalarAttributeType.N),
                definition("age", ScalarAttributeType.N),
                definition("code", ScalarAttributeType.B))
            .keySchema(keys(List.of("clan"), List.of("born")))
            .globalSecondaryIndexes(
                global("byCity", keys(List.of("city"), List.of("age")), all()),
                global("byPlace", keys(List.of("city", "zip"), List.of("age", "code")), note()),
                global(
                    "byCode",
                    keys(List.of("code"), List.of()),
                    Projection.of(ProjectionType.KEYS_ONLY)))
            .localSecondaryIndexes(
                LocalSecondaryIndex.builder()
                    .indexName("byAge")
                    .keySchema(keys(List.of("clan"), List.of("age")))
                    .projection(note())
                    .build())
            .build());
  }

  private static AttributeDefinition definition(String name, ScalarAttributeType type) {
    return new AttributeDefinition(name, type);
  }

  private static List<KeySchemaElement> keys(List<String> partition, List<String> sort) {
    List<KeySchemaElement> keys = new ArrayList<>();
    partition.forEach(name -> keys.add(KeySchemaElement.of(name, KeyType.HASH)));
    sort.forEach(name -> keys.add(KeySchemaElement.of(name, KeyType.RANGE)));
    return keys;
  }

  private static GlobalSecondaryIndex global(
      String name, List<KeySchemaElement> keys, Projection projection) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(keys)
        .projection(projection)
        .build();
  }

  private static Projection all() {
    return Projection.of(ProjectionType.ALL);
  }

  private static Projection note() {
    return Projection.builder()
        .projectionType(ProjectionType.INCLUDE)
        .nonKeyAttributes("note")
        .build();
  }

  /** Adds the late index, which is built in the background from then on. */
  public static void addLate(Varve varve) throws IOException {
    varve.updateTable(
        UpdateTable.named(NAME)
            .attributeDefinitions(
                definition("mark", ScalarAttributeType.S), definition("zip", ScalarAttributeType.N))
            .globalSecondaryIndexUpdates(
                GlobalSecondaryIndexUpdate.builder()
                    .create(
                        CreateGlobalSecondaryIndexAction.builder()
                            .indexName(LATE)
                            .keySchema(keys(List.of("mark"), List.of("zip")))
                            .projection(all())
                            .build())
                    .build())
            .build());
  }

  public static void removeLate(Varve varve) throws IOException {
    varve.updateTable(
        UpdateTable.named(NAME)
            .globalSecondaryIndexUpdates(
                GlobalSecondaryIndexUpdate.builder()
                    .delete(new DeleteGlobalSecondaryIndexAction(LATE))
                    .build())
            .build());
  }

  /** What is shown of the late index, or null. */
  public static GlobalSecondaryIndexDescription describeLate(Varve varve) throws IOException {
    return varve.describeTable(new DescribeTable(NAME)).table().globalSecondaryIndexes().stream()
        .filter(index -> index.indexName().orElseThrow().equals(LATE))
        .findFirst()
        .orElse(null);
  }

  /** Waits until the late index is built. */
  public static void awaitLate(Varve varve) throws IOException {
    long end = System.nanoTime() + 300_000_000_000L;
    while (describeLate(varve).indexStatus().orElseThrow() != IndexStatus.ACTIVE) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the index is not built");
      }
      Thread.onSpinWait();
    }
  }
}
