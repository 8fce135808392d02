package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.LocalSecondaryIndex;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.ProjectionRecord;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The indexes of a request, checked one after the other. For one request. */
final class IndexDefinitions {
  private static final int MAX_LOCAL = 5;
  private static final int MAX_GLOBAL = 20;
  private static final int MAX_PROJECTED = 100;

  private final KeyDefinitions keys;
  private final List<IndexRecord> indexes = new ArrayList<>();

  IndexDefinitions(KeyDefinitions keys) {
    this.keys = keys;
  }

  /**
   * Adds local indexes.
   *
   * @param list null for none
   * @param tableKey the table's key
   */
  void addLocal(List<LocalSecondaryIndex> list, List<KeyElement> tableKey) {
    if (list == null) {
      return;
    }
    requireSome("LocalSecondaryIndexes", list);
    if (tableKey.size() < 2) {
      throw ValidationException.invalidValues(
          "Table KeySchema does not have a range key, which is required when specifying a"
              + " LocalSecondaryIndex");
    }
    for (LocalSecondaryIndex index : list) {
      List<KeyElement> key =
          keys.localKey(index.indexName(), index.keySchema(), tableKey.getFirst().name());
      ProjectionRecord projection = projection(index.projection());
      add(
          IndexRecord.definition(
              index.indexName(),
              IndexRecord.Kind.LOCAL,
              key.subList(0, 1),
              key.subList(1, 2),
              projection,
              IndexRecord.Status.ACTIVE));
    }
    if (list.size() > MAX_LOCAL) {
      throw ValidationException.invalidValues(
          "Number of LocalSecondaryIndexes exceeds per-table limit of " + MAX_LOCAL);
    }
  }

  private static void requireSome(String member, Collection<?> list) {
    if (list.isEmpty()) {
      throw ValidationException.invalidValues("List of " + member + " is empty");
    }
  }

  private void add(IndexRecord index) {
    if (indexes.stream().anyMatch(other -> other.name().equals(index.name()))) {
      throw ValidationException.invalidValues("Duplicate index name: " + index.name());
    }
    indexes.add(index);
  }

  /**
   * Adds global indexes.
   *
   * @param list null for none
   * @param onDemand whether the table is billed on demand
   */
  void addGlobal(List<GlobalSecondaryIndex> list, boolean onDemand) {
    if (list == null) {
      return;
    }
    requireSome("GlobalSecondaryIndexes", list);
    for (GlobalSecondaryIndex index : list) {
      Throughputs.requireFitting(
          index.indexName(), index.provisionedThroughput(), index.onDemandThroughput(), onDemand);
      add(
          global(
              keys,
              index.indexName(),
              index.keySchema(),
              index.projection(),
              IndexRecord.Status.ACTIVE));
    }
    requireFewGlobal(list.size());
  }

  /** The definition of a global index. */
  static IndexRecord global(
      KeyDefinitions keys,
      String name,
      List<KeySchemaElement> schema,
      Projection projection,
      IndexRecord.Status status) {
    KeyDefinitions.GlobalKey key = keys.globalKey(schema);
    return IndexRecord.definition(
        name,
        IndexRecord.Kind.GLOBAL,
        key.partitionKey(),
        key.sortKey(),
        projection(projection),
        status);
  }

  static void requireFewGlobal(int count) {
    if (count > MAX_GLOBAL) {
      throw ValidationException.invalidValues(
          "GlobalSecondaryIndex count exceeds the per-table limit of " + MAX_GLOBAL);
    }
  }

  private static ProjectionRecord projection(Projection projection) {
    List<String> names = projection.nonKeyAttributes();
    switch (projection.projectionType()) {
      case null -> throw ValidationException.invalidValues("Unknown ProjectionType: null");
      case ALL, KEYS_ONLY -> {
        if (names != null) {
          throw ValidationException.invalidValues(
              "ProjectionType is "
                  + projection.projectionType()
                  + ", but NonKeyAttributes is specified");
        }
      }
      case INCLUDE -> {
        if (names == null) {
          throw ValidationException.invalidValues(
              "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
      }
    }
    return switch (projection.projectionType()) {
      case ALL -> ProjectionRecord.ALL;
      case KEYS_ONLY -> ProjectionRecord.KEYS_ONLY;
      case INCLUDE -> {
        Set<String> distinct = new HashSet<>();
        for (String name : names) {
          if (!distinct.add(name)) {
            throw ValidationException.invalidValues(
                "Duplicate element in NonKeyAttributes: " + name);
          }
          KeyDefinitions.requireShort("projection.nonKeyAttributes.member", name);
        }
        yield ProjectionRecord.include(names);
      }
    };
  }

  /**
   * Checks how many attributes the indexes of one table list; one in two lists counts twice.
   *
   * @throws ValidationException if they are more than 100
   */
  static void requireFewProjected(List<IndexRecord> all) {
    int count = all.stream().mapToInt(index -> index.projection().nonKeyAttributes().size()).sum();
    if (count > MAX_PROJECTED) {
      throw ValidationException.invalidValues(
          "Number of NonKeyAttributes in all indexes exceeds the per-table limit of "
              + MAX_PROJECTED);
    }
  }

  /** All that were added, in their order. */
  List<IndexRecord> all() {
    return List.copyOf(indexes);
  }
}
