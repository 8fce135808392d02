package dev.varve.dynamodb.changes;

import dev.varve.dynamodb.stats.HashRange;
import dev.varve.engine.WriteBatch;
import java.util.List;

/**
 * Adds the changes of a table's items to the batches that make them, each to the log of its item's
 * hash. Immutable.
 */
public final class ChangeWriter {
  private static final byte[] NO_BYTES = {};

  private final Images images;
  private final LogRoutes routes;

  /**
   * A log for a part of a table.
   *
   * @param hashes of the partition keys whose items it is for
   * @param partition the engine's number of the partition that holds it
   */
  public record Log(HashRange hashes, int partition) {}

  /**
   * A writer.
   *
   * @param images what is kept of each change
   * @param logs in the order of their hashes, of which all are in one of them
   */
  public ChangeWriter(Images images, List<Log> logs) {
    this.images = images;
    this.routes = new LogRoutes(logs);
  }

  /** What is kept of each change. */
  public Images images() {
    return images;
  }

  /**
   * How many bytes a change takes in a batch at most, beside what the engine adds. Parameters as
   * {@link #add} has them.
   */
  public int maxBytes(byte[] key, byte[] before, byte[] after) {
    return ChangeLayout.maxBytes(key, kept(images.before(), before), kept(images.after(), after));
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
    byte[] keptBefore = kept(images.before(), before);
    byte[] keptAfter = kept(images.after(), after);
    byte[] head =
        ChangeLayout.head(
            Change.Kind.of(before, after), byService, createdMillis, key, keptBefore, keptAfter);
    batch.putStamped(
        routes.of(key),
        ChangeLayout.KEY_PREFIX,
        head,
        key,
        keptBefore == null ? NO_BYTES : keptBefore,
        keptAfter == null ? NO_BYTES : keptAfter);
  }
}
