package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that a Query reads: always one contiguous range.
 *
 * @param partitionKey the values of the attributes of the partition key
 * @param sortKeyPrefix the values of the first attributes of the sort key, but for the last of them
 *     that has a condition; empty unless the sort key has several
 * @param sortKey which values the attribute behind these may have; empty for all
 */
public record KeyCondition(
    List<AttributeValue> partitionKey,
    List<AttributeValue> sortKeyPrefix,
    Optional<SortKeyCondition> sortKey) {

  /**
   * Whether a sort key is in the range.
   *
   * @param values of its attributes, at least as many as have a condition
   */
  public boolean matchesSortKey(List<AttributeValue> values) {
    return values.subList(0, sortKeyPrefix.size()).equals(sortKeyPrefix)
        && (sortKey.isEmpty() || sortKey.get().matches(values.get(sortKeyPrefix.size())));
  }

  /**
   * The values that are to be in a key, one row for each that the condition on the last attribute
   * has; one row if there is no such condition.
   */
  public List<List<AttributeValue>> sortKeyValues() {
    if (sortKey.isEmpty()) {
      return List.of(sortKeyPrefix);
    }
    List<List<AttributeValue>> rows = new ArrayList<>(2);
    for (AttributeValue value : sortKey.get().values()) {
      List<AttributeValue> row = new ArrayList<>(sortKeyPrefix);
      row.add(value);
      rows.add(row);
    }
    return rows;
  }
}
