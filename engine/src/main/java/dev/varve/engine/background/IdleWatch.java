package dev.varve.engine.background;

import dev.varve.engine.partition.IdleDetector;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import dev.varve.engine.write.Committer;
import java.io.IOException;

/**
 * Finds work that becomes due by itself, because writers pause, or snapshots or readers have gone.
 * For one thread.
 */
final class IdleWatch {
  /** A memtable is flushed early only if one of so many entries of its partition goes by it. */
  private static final int ENTRIES_PER_TOMBSTONE = 4;

  /** A memtable is flushed early only if the tables have so many bytes: less is not worth it. */
  private static final long LEAST_BYTES_TO_GIVE_BACK = 1 << 20;

  private final BackgroundContext context;
  private final Committer committer;
  private final CompactionChoice choice;
  private final IdleDetector idle;
  private final Runnable schedule;
  private long oldestSnapshot = Long.MAX_VALUE;

  /**
   * Creates a watch over all partitions.
   *
   * @param idle of the writers of the whole engine
   * @param schedule starts whatever flushes and compactions are due
   */
  IdleWatch(
      BackgroundContext context,
      Committer committer,
      CompactionChoice choice,
      IdleDetector idle,
      Runnable schedule) {
    this.context = context;
    this.committer = committer;
    this.choice = choice;
    this.idle = idle;
    this.schedule = schedule;
  }

  /** Looks once; to be called every {@link IdleDetector#INTERVAL}. */
  void poll() throws IOException {
    boolean becameIdle = idle.poll();
    long oldest = choice.oldestSnapshot();
    boolean due = becameIdle || oldest != oldestSnapshot;
    oldestSnapshot = oldest;
    for (Partition partition : context.versions().all()) {
      if (partition.pollIdle() || partition.skippedTombstones() > 0) {
        due = true;
        if (isWorthFlushing(partition)) {
          committer.sealIfUsable(partition);
        }
      }
    }
    if (due) {
      schedule.run();
    }
    if (becameIdle) {
      committer.onIdle();
    }
  }

  /**
   * Whether a memtable that is not full is to be flushed for its tombstones, which no snapshot
   * keeps and which would give back much of what the tables hold, or which readers have passed over
   * often enough.
   */
  private boolean isWorthFlushing(Partition partition) {
    ReadView view = partition.pinView();
    try {
      long tombstones = view.active().table().tombstoneCount();
      long records = view.active().table().recordCount();
      long entries = records;
      for (int level = 0; level < Version.LEVELS; level++) {
        for (SSTableHandle table : view.version().level(level)) {
          entries += table.metadata().entryCount();
        }
      }
      return tombstones > 0
          && view.active().table().largestSequence() <= choice.oldestSnapshot()
          && ((ENTRIES_PER_TOMBSTONE * tombstones >= entries
                  && view.version().totalBytes() >= LEAST_BYTES_TO_GIVE_BACK)
              || partition.skippedTombstones() >= records);
    } finally {
      view.release();
    }
  }
}
