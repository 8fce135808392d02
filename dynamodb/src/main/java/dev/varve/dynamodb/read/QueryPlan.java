package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.ReadTarget;

/**
 * A page of a Query, checked and ready to be read.
 *
 * @param bounds the engine keys to read
 * @param forward whether in their order, or against it
 */
public record QueryPlan(
    ReadTarget target, KeyBounds bounds, boolean forward, Selection selection, ReadMode mode) {
  /** The partition that holds the keys. */
  public ItemPartition partition() {
    return target.partitionMap().of(bounds.lower());
  }
}
