package dev.varve.engine;

import dev.varve.engine.background.PartitionReplacement;
import java.io.IOException;
import java.util.List;

/**
 * Partitions that are about to take the place of others: two of one that is split, or one of two
 * that are merged. What takes long has been done when {@link StorageEngine#split} or {@link
 * StorageEngine#merge} returns it; {@link #apply} takes about as long as a sync. Writes and reads
 * go on all the time, those of the old partitions by their numbers until {@link #apply}.
 *
 * <p>To be closed soon, and before the engine. For one thread.
 */
public final class Replacement implements AutoCloseable {
  /** What an engine does about a replacement. */
  interface Step {
    void run(PartitionReplacement replacement) throws IOException;
  }

  private final PartitionReplacement replacement;
  private final Step apply;
  private final Runnable closed;

  Replacement(PartitionReplacement replacement, Step apply, Runnable closed) {
    this.replacement = replacement;
    this.apply = apply;
    this.closed = closed;
  }

  /** The numbers of the new partitions, in the order of their keys, never used before. */
  public List<Integer> partitions() {
    return replacement.children();
  }

  /**
   * Replaces the old partitions by one edit of the manifest: durably, all or none. They take no
   * writes from then on and are not listed any more, but can be read, as they are at this moment,
   * until {@link #close}. Snapshots and cursors that are open stay what they are, and a snapshot
   * shows of the new partitions what it showed of the old ones.
   *
   * <p>What was written to the old ones is in the new ones, by a write's key, whatever of it is on
   * storage: an edit that survives a power loss does so with as much of the log as without it.
   *
   * @throws IllegalArgumentException if one holds keys that were not to be there, see {@link
   *     StorageEngine#merge}; nothing has changed
   * @throws IOException if that failed; if it was the edit, the engine is read-only and the next
   *     opening finds the old partitions or the new ones; else nothing has changed
   */
  public void apply() throws IOException {
    apply.run(replacement);
  }

  /**
   * Lets go of the old partitions, or of all that was prepared. Closing twice is allowed. Open
   * cursors on the old ones stay usable.
   */
  @Override
  public void close() {
    replacement.close();
    closed.run();
  }
}
