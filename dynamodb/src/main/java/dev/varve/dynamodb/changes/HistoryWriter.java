package dev.varve.dynamodb.changes;

import dev.varve.dynamodb.codec.HistoryKey;
import dev.varve.engine.WriteBatch;
import java.util.List;

/**
 * Adds the changes of a table's items to the batches that make them, for its history: each with the
 * item before, so that it can be undone, under a key that keeps the changes of an item together.
 * Immutable.
 */
public final class HistoryWriter {
  private static final byte[] NO_BYTES = {};

  private final ChangeClock clock;
  private final LogRoutes routes;

  /**
   * A writer.
   *
   * @param clock tells when changes are made
   * @param logs in the order of their hashes, of which all are in one of them
   */
  public HistoryWriter(ChangeClock clock, List<ChangeWriter.Log> logs) {
    this.clock = clock;
    this.routes = new LogRoutes(logs);
  }

  /**
   * The time of changes that are made now. All changes of one batch have one time: the batch is in
   * the past as a whole, or not at all.
   */
  public long now() {
    return clock.now();
  }

  /**
   * How many bytes a change takes in a batch at most, beside what the engine adds.
   *
   * @param key the item's engine key
   * @param before the item before, in its stored form; null for none
   */
  public int maxBytes(byte[] key, byte[] before) {
    return HistoryLayout.maxBytes(key, before);
  }

  /**
   * Adds a change.
   *
   * @param key the item's engine key
   * @param before the item before, in its stored form, or null for none
   * @param kind what became of it
   * @param byService whether the database itself makes the change
   * @param madeMillis of {@link #now}
   */
  public void add(
      WriteBatch batch,
      byte[] key,
      byte[] before,
      Change.Kind kind,
      boolean byService,
      long madeMillis) {
    int partition = routes.of(key);
    batch.putStamped(
        partition,
        HistoryKey.prefix(key),
        ChangeLayout.head(kind, byService, madeMillis, NO_BYTES, before, null),
        before == null ? NO_BYTES : before);
    batch.put(partition, HistoryLayout.NEWEST_KEY, HistoryLayout.newest(madeMillis));
  }
}
