package dev.varve.engine.write;

import dev.varve.engine.batch.Batch;
import dev.varve.engine.event.StallCause;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.MemtableBudget;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.VersionSet;
import dev.varve.wal.Wal;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals memtables, so that they are flushed: the full ones, the largest while all together exceed
 * their budget, and those that keep more of the log alive than may be. Whatever seals is called
 * with the commit lock held; the rest is thread-safe.
 */
final class MemtableSealer {
  /** Segments that opening and closing leave to be read next, however little is in them. */
  private static final int SHORT_SEGMENTS = 8;

  private final VersionSet versions;
  private final WriteLimits limits;
  private final Wal wal;
  private final MemtableBudget budget;

  /** The log's segment at the last look at its length; written under the commit lock. */
  private volatile long checkedSegment;

  private volatile double logPressure;

  MemtableSealer(VersionSet versions, WriteLimits limits, Wal wal, MemtableBudget budget) {
    this.versions = versions;
    this.limits = limits;
    this.wal = wal;
    this.budget = budget;
    checkedSegment = wal.currentSegment();
  }

  /** Whether {@link #sealAsDue} has something to do; with the locks of the batch's partitions. */
  boolean isDue(Batch batch) {
    if (budget.isOver() || wal.currentSegment() != checkedSegment) {
      return true;
    }
    for (int run = 0; run < batch.runCount(); run++) {
      LoggedMemTable memtable = versions.get(batch.runPartition(run)).view().active();
      if (memtable.table().usedBytes() >= limits.memtableBytes()) {
        return true;
      }
    }
    return false;
  }

  /** Seals what has become due by a commit; returns whether anything has. */
  boolean sealAsDue(Batch batch) {
    boolean sealed = false;
    for (int run = 0; run < batch.runCount(); run++) {
      Partition partition = versions.find(batch.runPartition(run));
      if (partition != null) { // it may have been dropped since
        sealed |= partition.sealIfUsed(limits.memtableBytes());
      }
    }
    if (budget.isOver()) {
      sealed |= sealLargest();
    }
    if (wal.currentSegment() != checkedSegment) {
      checkedSegment = wal.currentSegment();
      if (wal.liveBytes() > limits.walLimitBytes()) {
        sealed |= !sealBefore(wal.oldestWithin(limits.walLimitBytes())).isEmpty();
      }
      measureLog();
    }
    return sealed;
  }

  /**
   * Seals what keeps more of the log alive than may be read at the next opening: beyond its limit
   * in bytes, and where short sessions have left many segments with little in each, all.
   *
   * @return whose memtables were sealed
   */
  List<Partition> boundLog() {
    return sealBefore(
        wal.liveSegments() > allowedSegments()
            ? wal.currentSegment()
            : wal.oldestWithin(limits.walLimitBytes()));
  }

  /** Some, and as many as the log's bytes explain; a segment that has room is begun short. */
  private long allowedSegments() {
    return SHORT_SEGMENTS + 2 * wal.liveBytes() / limits.walSegmentBytes();
  }

  /** Seals all memtables that need segments before one; returns their partitions. */
  private List<Partition> sealBefore(long segment) {
    List<Partition> sealed = new ArrayList<>();
    for (Partition partition : versions.all()) {
      if (partition.view().active().firstSegment() < segment && partition.sealUnlessEmpty()) {
        sealed.add(partition);
      }
    }
    return sealed;
  }

  /**
   * Seals the largest memtables, and those nearly as large, until the budget has some room: else
   * each chunk that is taken from then on would have its own flush, and its own look at all.
   */
  private boolean sealLargest() {
    boolean sealed = false;
    List<Partition> all = versions.all();
    boolean more = true;
    while (more && budget.isNearlyOver()) {
      more = false;
      long most = 1;
      for (Partition partition : all) {
        most = Math.max(most, partition.view().active().countedBytes());
      }
      for (Partition partition : all) {
        if (partition.view().active().countedBytes() >= most - most / 4 && budget.isNearlyOver()) {
          more |= partition.sealUnlessEmpty();
        }
      }
      sealed |= more;
    }
    return sealed;
  }

  /** Takes note that flushed memtables have been freed; their segments may be reused. */
  void memtablesFlushed() {
    // Read before the memtables: one that gets its first write meanwhile needs this segment or a
    // later one.
    long current = wal.currentSegment();
    wal.releaseBefore(Math.min(current, firstNeededSegment()));
    measureLog();
  }

  /** The oldest segment that a memtable needs; {@link Long#MAX_VALUE} if none does. */
  long firstNeededSegment() {
    long needed = Long.MAX_VALUE;
    for (Partition partition : versions.all()) {
      needed = Math.min(needed, partition.firstNeededSegment());
    }
    return needed;
  }

  /**
   * How far flushes are behind what memory and log may hold: writers are slowed down from 0 to 1,
   * and wait from 1 on, where memtables hold twice their budget or the log twice its limit.
   */
  double pressure() {
    return Math.max(logPressure, budget.pressure());
  }

  /** Why {@link #pressure} is as high as it is. */
  StallCause pressureCause() {
    return logPressure > budget.pressure() ? StallCause.LOG_LIMIT : StallCause.MEMTABLE_BUDGET;
  }

  /**
   * Only what waits for flushes is waited for. In turns, so that the last measure is the newest.
   */
  private synchronized void measureLog() {
    double over = wal.liveBytes() - (double) limits.walLimitBytes();
    logPressure = budget.sealedBytes() == 0 ? 0 : Math.max(0, over / limits.walLimitBytes());
  }
}
