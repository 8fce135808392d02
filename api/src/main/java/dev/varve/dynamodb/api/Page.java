package dev.varve.dynamodb.api;

import dev.varve.dynamodb.value.Item;
import java.util.List;
import java.util.Optional;

/** A page of a Query or Scan, read at one moment. */
public sealed interface Page permits QueryResult, ScanResult {
  /** The items that passed the filter, projected; empty for a count. */
  List<Item> items();

  /** How many items passed the filter. */
  int count();

  /** How many items were read. */
  int scannedCount();

  /**
   * Where the page ended, if it ended before the end: start the next one behind it. A page may hold
   * no items and still have one.
   */
  Optional<Item> lastEvaluatedKey();

  /** What the page cost, if the request asked for it. */
  Optional<ConsumedCapacity> consumedCapacity();
}
