package dev.varve.dynamodb.write;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.table.Rerouting;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes all items of a table, one by one, as a program would: with their entries in indexes, and
 * with records in a stream. Not throttled. Safe for use by many threads.
 */
public final class Emptying {
  private static final int KEYS_PER_READ = 512;
  private static final int ITEMS_PER_COMMIT = 64;

  private final StorageEngine engine;
  private final MutationPipeline pipeline;

  /** Deletions through a pipeline of an engine. */
  public Emptying(StorageEngine engine, MutationPipeline pipeline) {
    this.engine = engine;
    this.pipeline = pipeline;
  }

  /**
   * Deletes the items of a table. Those that are written meanwhile may stay.
   *
   * @return how many it deleted
   * @throws dev.varve.dynamodb.error.DynamoException if the table is gone
   */
  public long empty(Table table) throws IOException {
    long deleted = 0;
    byte[] from = null;
    List<byte[]> keys;
    do {
      byte[] first = from;
      keys = Rerouting.read(table, () -> keys(table, first));
      deleted += delete(table, keys);
      from = keys.isEmpty() ? null : KeyCodec.after(keys.getLast());
    } while (keys.size() == KEYS_PER_READ);
    return deleted;
  }

  /**
   * The first keys of items.
   *
   * @param from the smallest that may be among them; null for all
   */
  private List<byte[]> keys(Table table, byte[] from) throws IOException {
    List<byte[]> keys = new ArrayList<>();
    long firstHash = from == null ? HashRange.ALL.first() : KeyCodec.hashOf(from);
    for (ItemPartition partition : table.partitionMap().between(firstHash, HashRange.ALL.last())) {
      try (Cursor cursor = engine.cursor(partition.id(), CursorOptions.range(from, null))) {
        for (boolean found = cursor.first();
            found && keys.size() < KEYS_PER_READ;
            found = cursor.next()) {
          keys.add(cursor.key());
        }
      }
    }
    return keys;
  }

  private int delete(Table table, List<byte[]> keys) throws IOException {
    // Each image of a stream may be as large as an item gets, and a batch of the engine not larger.
    int together = table.changes() == null ? ITEMS_PER_COMMIT : 1;
    int deleted = 0;
    for (int from = 0; from < keys.size(); from += together) {
      List<Mutation> mutations =
          keys.subList(from, Math.min(from + together, keys.size())).stream()
              .map(key -> deletion(table, key))
              .toList();
      for (Outcome outcome : pipeline.apply(mutations)) {
        deleted += outcome.existed() ? 1 : 0;
      }
    }
    return deleted;
  }

  private static Mutation deletion(Table table, byte[] key) {
    return new Mutation(
        table, key, Mutation.Need.EXISTENCE, null, false, _ -> null, Mutation.Origin.OPERATOR);
  }
}
