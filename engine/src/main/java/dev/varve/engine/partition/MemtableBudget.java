package dev.varve.engine.partition;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The account of what the memtables of all partitions hold. Each partition enters what its
 * memtables take, and takes out the same once: when a table holds it, or when it is dropped or
 * closed. Thread-safe.
 *
 * <p>What is let go of but still pinned by a reader is no longer entered here: to wait for it would
 * make writers wait for readers. The memory ledger has it until it is freed.
 */
public final class MemtableBudget {
  /**
   * What a memtable with a few records takes. The budget has room for so much in each partition,
   * whatever was asked for, else each write would flush the few before it.
   */
  private static final long LEAST_PER_PARTITION_BYTES = 8 << 10;

  /** Once over the budget, so much of it is sealed at once. */
  private static final int SEALED_SHARE = 16;

  private final long budgetBytes;
  private final AtomicLong partitions = new AtomicLong();
  private final AtomicLong activeBytes = new AtomicLong();
  private final AtomicLong sealedBytes = new AtomicLong();

  /** Creates an account without partitions. */
  public MemtableBudget(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  public void addPartition() {
    partitions.incrementAndGet();
  }

  public void removePartition() {
    partitions.decrementAndGet();
  }

  /** Active memtables have grown, or shrunk if negative. */
  public void addActive(long bytes) {
    activeBytes.addAndGet(bytes);
  }

  /** Sealed memtables have come, or gone if negative. */
  public void addSealed(long bytes) {
    sealedBytes.addAndGet(bytes);
  }

  /** Whether memtables that take writes hold more than they may, so that some have to be sealed. */
  public boolean isOver() {
    return activeBytes.get() > budget();
  }

  /** Whether more should be sealed, once that has begun. */
  public boolean isNearlyOver() {
    long budget = budget();
    return activeBytes.get() > budget - budget / SEALED_SHARE;
  }

  /**
   * How far flushes are behind: 0 up to one and a half times the budget, with what waits for its
   * flush, and 1 or more from twice the budget on, where writers wait.
   */
  public double pressure() {
    long sealed = sealedBytes.get();
    if (sealed == 0) {
      return 0;
    }
    long budget = budget();
    return Math.max(0, (activeBytes.get() + sealed - budget) * 2.0 / budget - 1);
  }

  /** Memory of memtables that wait for their flush. */
  public long sealedBytes() {
    return sealedBytes.get();
  }

  private long budget() {
    return Math.max(budgetBytes, partitions.get() * LEAST_PER_PARTITION_BYTES);
  }
}
