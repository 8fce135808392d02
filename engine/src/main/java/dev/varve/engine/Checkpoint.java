package dev.varve.engine;

import dev.varve.engine.partition.PinnedViews;

/**
 * Some partitions as they were at one moment, consistent over all of them, of which {@link
 * StorageEngine#createPartitions(Checkpoint, java.util.List)} makes new ones. Taking it stops no
 * writer for longer than the batches under way take. It keeps the memory and the files of that
 * moment until it is closed, which is to be soon, and before the engine. For one thread.
 */
public final class Checkpoint implements AutoCloseable {
  private final PinnedViews pinned;

  Checkpoint(PinnedViews pinned) {
    this.pinned = pinned;
  }

  /** The newest sequence number that belongs to it. */
  public long sequence() {
    return pinned.sequence();
  }

  /** Closing twice is allowed. */
  @Override
  public void close() {
    pinned.close();
  }

  PinnedViews pinned() {
    if (pinned.isClosed()) {
      throw new IllegalStateException("the checkpoint is closed");
    }
    return pinned;
  }
}
