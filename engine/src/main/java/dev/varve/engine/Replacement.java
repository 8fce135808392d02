package dev.varve.engine;

import dev.varve.engine.background.PartitionReplacement;
import java.io.IOException;
import java.util.List;

/**
 * Partitions that are about to take the place of others: two of one that is split, or one of two
 * that are merged. Links to tables have been made when {@link StorageEngine#split} or {@link
 * StorageEngine#merge} returns it; {@link #apply} writes down, and waits for storage, that it will
 * be so; {@link #show}, which takes an instant, changes what others see. Writes and reads go on all
 * the time, those of the old partitions by their numbers until {@link #show}.
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
  private final Runnable show;
  private final Runnable close;

  Replacement(PartitionReplacement replacement, Step apply, Runnable show, Runnable close) {
    this.replacement = replacement;
    this.apply = apply;
    this.show = show;
    this.close = close;
  }

  /** Whether {@link #apply} has made the edit, also if it failed after that. */
  public boolean isApplied() {
    return replacement.isWritten();
  }

  /** The numbers of the new partitions, in the order of their keys, never used before. */
  public List<Integer> partitions() {
    return replacement.children();
  }

  /**
   * Replaces the old partitions by one edit of the manifest: durably, all or none. The next opening
   * finds the new ones. Here nothing is different yet, and what is written to the old ones will be
   * in the new ones; but the old ones are not flushed any more, so that {@link #show} has to come
   * soon. An edit that survives a power loss does so with as much of the log as without it.
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
   * Shows the new partitions, after {@link #apply}, between two batches; nothing is waited for but
   * the batches under way. The old ones take no writes from then on and are not listed any more,
   * but can be read, as they are at this moment, until {@link #close}. Snapshots and cursors that
   * are open stay what they are, and a snapshot shows of the new partitions what it showed of the
   * old ones.
   */
  public void show() {
    show.run();
  }

  /**
   * Lets go of the old partitions, after {@link #apply}, or of all that was prepared. Closing twice
   * is allowed. Open cursors on the old ones stay usable.
   */
  @Override
  public void close() {
    close.run();
  }
}
