package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.LocalSecondaryIndexDescription;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.TableStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a table is described as it was defined. */
final class Descriptions {
  private Descriptions() {}

  /** What is compared of an index. */
  private record Shape(
      boolean isGlobal, List<KeySchemaElement> keys, String projection, Set<String> included) {}

  /** Refuses a description of an active table that does not tell what the reference has. */
  static void require(TableState table, TableDescription description) {
    check(table.name, "name", table.name, description.tableName());
    check(table.name, "status", TableStatus.ACTIVE, description.tableStatus());
    check(
        table.name,
        "keys",
        elements(List.of(table.hash), table.range == null ? List.of() : List.of(table.range)),
        description.keySchema());
    Set<AttributeDefinition> definitions = new HashSet<>();
    table.keys().forEach(key -> definitions.add(definition(key)));
    Map<String, Shape> expected = new HashMap<>();
    for (TableState.Index index : table.indexes.values()) {
      index.keys().forEach(key -> definitions.add(definition(key)));
      expected.put(
          index.name(),
          new Shape(
              index.isGlobal(),
              elements(index.hash(), index.range()),
              index.projectionType().text(),
              new HashSet<>(index.included())));
    }
    check(
        table.name, "definitions", definitions, new HashSet<>(description.attributeDefinitions()));
    Map<String, Shape> actual = new HashMap<>();
    for (GlobalSecondaryIndexDescription index : description.globalSecondaryIndexes()) {
      actual.put(
          index.indexName().orElseThrow(),
          shape(true, index.keySchema(), index.projection().orElseThrow()));
    }
    for (LocalSecondaryIndexDescription index : description.localSecondaryIndexes()) {
      actual.put(
          index.indexName().orElseThrow(),
          shape(false, index.keySchema(), index.projection().orElseThrow()));
    }
    check(table.name, "indexes", expected, actual);
  }

  private static Shape shape(boolean isGlobal, List<KeySchemaElement> keys, Projection projection) {
    return new Shape(
        isGlobal,
        keys,
        projection.projectionType().text(),
        projection.nonKeyAttributes() == null
            ? Set.of()
            : new HashSet<>(projection.nonKeyAttributes()));
  }

  private static List<KeySchemaElement> elements(
      List<TableState.Key> hash, List<TableState.Key> range) {
    List<KeySchemaElement> elements = new ArrayList<>();
    hash.forEach(key -> elements.add(new KeySchemaElement(key.name(), KeyType.HASH)));
    range.forEach(key -> elements.add(new KeySchemaElement(key.name(), KeyType.RANGE)));
    return elements;
  }

  private static AttributeDefinition definition(TableState.Key key) {
    return new AttributeDefinition(key.name(), key.type());
  }

  private static void check(String table, String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          what + " of " + table + " are described as " + actual + ", not " + expected);
    }
  }
}
