package dev.varve.dynamodb;

import dev.varve.dynamodb.value.Item;
import java.util.List;
import java.util.Optional;

/**
 * A page of a Query or Scan, read at one moment.
 *
 * @param items the items that passed the filter, projected; empty for a count
 * @param count how many items passed the filter
 * @param scannedCount how many items were read
 * @param lastEvaluatedKey where the page ended, if it ended before the end: start the next one
 *     behind it. A page may hold no items and still have one.
 */
public record Page(List<Item> items, int count, int scannedCount, Optional<Item> lastEvaluatedKey) {
  public Page {
    items = List.copyOf(items);
  }
}
