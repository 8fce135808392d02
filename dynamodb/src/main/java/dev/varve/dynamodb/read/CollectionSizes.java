package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Rerouting;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How large item collections are: all items of one partition key, with their entries in the local
 * indexes. Safe for use by many threads.
 */
public final class CollectionSizes {
  private final StorageEngine engine;

  public CollectionSizes(StorageEngine engine) {
    this.engine = engine;
  }

  /** The part of a collection in the table or in one index. */
  private record Part(ItemPartition partition, KeyBounds bounds) {}

  /**
   * The size of a collection. The collection is read for it from end to end, unless the partitions
   * that hold it have so few items that it must be smaller than {@code least}.
   *
   * @param least from which size on the answer has to be exact
   * @return the bytes that DynamoDB counts; 0 if they are fewer than {@code least} for sure
   */
  public long sizeBytes(Table table, AttributeValue partitionKey, long least) throws IOException {
    return Rerouting.read(table, () -> read(table, partitionKey, least));
  }

  private long read(Table table, AttributeValue partitionKey, long least) throws IOException {
    List<Part> parts = new ArrayList<>();
    parts.add(part(table, partitionKey));
    for (Index index : table.maintainedIndexes()) {
      if (!index.isGlobal()) {
        parts.add(part(index, partitionKey));
      }
    }
    long entries = 0;
    for (Part part : parts) {
      entries += engine.stats(part.partition().id()).entries();
    }
    if (entries < least / ItemRules.MAX_ITEM_BYTES) {
      return 0;
    }
    long bytes = 0;
    for (Part part : parts) {
      bytes += sizeBytes(part);
    }
    return bytes;
  }

  private static Part part(ReadTarget target, AttributeValue partitionKey) {
    KeyBounds bounds =
        QueryRange.of(
            target.schema(), new KeyCondition(List.of(partitionKey), List.of(), Optional.empty()));
    return new Part(target.partitionMap().of(bounds.lower()), bounds);
  }

  private long sizeBytes(Part part) throws IOException {
    long bytes = 0;
    try (Cursor cursor =
        engine.cursor(
            part.partition().id(),
            CursorOptions.range(part.bounds().lower(), part.bounds().upper()))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        bytes += ItemCodec.sizeBytes(cursor.value());
      }
    }
    return bytes;
  }
}
