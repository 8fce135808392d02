package dev.varve.bench.items;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The expressions of all stores, as DynamoDB writes them. */
final class ItemExpressions {
  /** UpdateExpression: sets what a generation changes. */
  static final String UPDATE =
      ItemModel.CHANGING.stream()
          .map(name -> name + " = :" + name)
          .collect(Collectors.joining(", ", "SET ", ""));

  /** ConditionExpression: there is such an item, of this generation or a newer one. */
  static final String CONDITION =
      "attribute_exists(" + ItemModel.DIGEST + ") AND " + ItemModel.REVISION + " >= :least";

  /** KeyConditionExpression: items of a partition key, from a sort key on. */
  static final String FROM =
      ItemModel.PARTITION_KEY + " = :customer AND " + ItemModel.SORT_KEY + " >= :placed";

  private ItemExpressions() {}

  /** The values of {@link #UPDATE} and {@link #CONDITION}. */
  static <V> Map<String, V> values(ItemStore.Change<V> change) {
    Map<String, V> values = new LinkedHashMap<>();
    change.changes().forEach((name, value) -> values.put(":" + name, value));
    values.put(":least", change.least());
    return values;
  }
}
