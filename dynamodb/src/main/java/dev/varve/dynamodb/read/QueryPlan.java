package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Table;

/**
 * A page of a Query, checked and ready to be read.
 *
 * @param bounds the engine keys to read
 * @param forward whether in their order, or against it
 */
public record QueryPlan(Table table, KeyBounds bounds, boolean forward, Selection selection) {
  /** The partition that holds the keys. */
  ItemPartition partition() {
    return table.partitionOf(bounds.lower());
  }
}
