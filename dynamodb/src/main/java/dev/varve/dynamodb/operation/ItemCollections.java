package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.read.CollectionSizes;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What answers tell of the item collections that writes touched. */
final class ItemCollections {
  private static final long GIGABYTE = 1L << 30;

  private ItemCollections() {}

  /** The collection of a write's item; empty where the table has no local index. */
  static Optional<ItemCollectionMetrics> of(CollectionSizes sizes, Outcome outcome)
      throws IOException {
    Mutation mutation = outcome.mutation();
    return mutation.table().hasLocalIndex()
        ? Optional.of(metrics(sizes, mutation.table(), partitionKey(mutation)))
        : Optional.empty();
  }

  /** Those of writes, each collection once, by the names that the request has for their tables. */
  static Map<String, List<ItemCollectionMetrics>> of(
      CollectionSizes sizes, List<BoundWrite> writes, List<Outcome> outcomes) throws IOException {
    Map<String, List<ItemCollectionMetrics>> byTable = new LinkedHashMap<>();
    Set<Map.Entry<Integer, AttributeValue>> told = new HashSet<>();
    for (int i = 0; i < writes.size(); i++) {
      Mutation mutation = outcomes.get(i).mutation();
      Table table = mutation.table();
      if (!mutation.isCheck()
          && table.hasLocalIndex()
          && told.add(Map.entry(table.record().id(), partitionKey(mutation)))) {
        byTable
            .computeIfAbsent(writes.get(i).tableName(), _ -> new ArrayList<>())
            .add(metrics(sizes, table, partitionKey(mutation)));
      }
    }
    return byTable;
  }

  private static AttributeValue partitionKey(Mutation mutation) {
    return mutation.table().schema().codec().partitionKey(mutation.key());
  }

  private static ItemCollectionMetrics metrics(
      CollectionSizes sizes, Table table, AttributeValue partitionKey) throws IOException {
    double whole = Math.floorDiv(sizes.sizeBytes(table, partitionKey, GIGABYTE), GIGABYTE);
    return ItemCollectionMetrics.builder()
        .itemCollectionKey(Item.of(table.schema().partitionKey().name(), partitionKey))
        .sizeEstimateRangeGB(whole, whole + 1)
        .build();
  }
}
