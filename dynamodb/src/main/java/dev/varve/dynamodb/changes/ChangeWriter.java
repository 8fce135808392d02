package dev.varve.dynamodb.changes;

import dev.varve.dynamodb.stats.HashRange;
import dev.varve.engine.WriteBatch;
import java.util.List;

/**
 * Adds the changes of a table's items to the batches that make them: each to the log of its item's
 * hash, if there are logs, and to all queues. Immutable.
 */
public final class ChangeWriter {
  private static final byte[] NO_BYTES = {};

  private static final Images BOTH = new Images(true, true);

  private final Images images;

  /** Null if there are no logs. */
  private final LogRoutes routes;

  private final List<Queue> queues;

  /**
   * A log for a part of a table.
   *
   * @param hashes of the partition keys whose items it is for
   * @param partition the engine's number of the partition that holds it
   */
  public record Log(HashRange hashes, int partition) {}

  /**
   * A queue, which gets all changes of a table with both images: a part of a partition that holds
   * other things, too.
   *
   * @param partition the engine's number of the partition
   * @param prefix what the keys of the queue begin with; the numbers of the changes follow
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Queue(int partition, byte[] prefix) {}

  /**
   * A writer to logs.
   *
   * @param images what they keep of each change
   * @param logs in the order of their hashes, of which all are in one of them
   */
  public ChangeWriter(Images images, List<Log> logs) {
    this.images = images;
    this.routes = new LogRoutes(logs);
    this.queues = List.of();
  }

  private ChangeWriter(ChangeWriter logs, List<Queue> queues) {
    this.images = logs == null ? BOTH : logs.images;
    this.routes = logs == null ? null : logs.routes;
    this.queues = List.copyOf(queues);
  }

  /**
   * A writer to the logs of another one and to queues; null if that is nothing.
   *
   * @param logs null for none
   */
  public static ChangeWriter of(ChangeWriter logs, List<Queue> queues) {
    return queues.isEmpty() ? logs : new ChangeWriter(logs, queues);
  }

  /** How often the item before each change is kept. */
  public int copiesBefore() {
    return queues.size() + (routes != null && images.before() ? 1 : 0);
  }

  /** How often the item after each change is kept. */
  public int copiesAfter() {
    return queues.size() + (routes != null && images.after() ? 1 : 0);
  }

  /**
   * How many bytes a change takes in a batch at most, beside what the engine adds. Parameters as
   * {@link #add} has them.
   */
  public int maxBytes(byte[] key, byte[] before, byte[] after) {
    int bytes = 0;
    if (routes != null) {
      bytes =
          ChangeLayout.maxBytes(key, kept(images.before(), before), kept(images.after(), after));
    }
    for (Queue queue : queues) {
      bytes += queue.prefix().length + ChangeLayout.maxBytes(key, before, after);
    }
    return bytes;
  }

  private static byte[] kept(boolean keeps, byte[] image) {
    return keeps ? image : null;
  }

  /**
   * Adds a change. Its images are copied once, into the batch.
   *
   * @param key the item's engine key
   * @param before the item before, in its stored form, or null for none
   * @param after the item afterwards, or null for none; at least one of both is there
   * @param byService whether the database itself makes the change
   * @param createdMillis when
   */
  public void add(
      WriteBatch batch,
      byte[] key,
      byte[] before,
      byte[] after,
      boolean byService,
      long createdMillis) {
    Change.Kind kind = Change.Kind.of(before, after);
    if (routes != null) {
      int partition = routes.of(key);
      byte[] keptBefore = kept(images.before(), before);
      byte[] keptAfter = kept(images.after(), after);
      byte[] head = ChangeLayout.head(kind, byService, createdMillis, key, keptBefore, keptAfter);
      put(batch, partition, ChangeLayout.KEY_PREFIX, head, key, keptBefore, keptAfter);
    }
    if (!queues.isEmpty()) {
      byte[] head = ChangeLayout.head(kind, byService, createdMillis, key, before, after);
      for (Queue queue : queues) {
        put(batch, queue.partition(), queue.prefix(), head, key, before, after);
      }
    }
  }

  private static void put(
      WriteBatch batch,
      int partition,
      byte[] prefix,
      byte[] head,
      byte[] key,
      byte[] before,
      byte[] after) {
    batch.putStamped(
        partition,
        prefix,
        head,
        key,
        before == null ? NO_BYTES : before,
        after == null ? NO_BYTES : after);
  }
}
