package dev.varve.engine.write;

import dev.varve.io.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Slows writers down to the pace of the background work, the more the further it is behind, so that
 * they hardly ever come to stand still. Thread-safe.
 *
 * <p>What a write owes is its bytes times a rate that grows with the debt, from nothing where the
 * debt begins to what nearly stops it where writers would have to wait. A debt is tables in level 0
 * from the slowdown mark to the stop mark, or the last memtable that may be filled while all others
 * wait for their flush; in both the active memtable counts by how full it is, so that the rate has
 * no steps. A third is what memory and log hold beyond their bounds, {@link Committer#pressure}.
 */
public final class Slowdown {
  /** Sealed memtables of one partition at which its writers wait. */
  public static final int MAX_SEALED = 4;

  /** What a byte owes half way from the slowdown mark to the stop mark, in ns. */
  private static final double LEVEL0_NANOS = 100;

  /**
   * What a byte owes in a last memtable that is half full, in ns, besides its share of {@link
   * #FLUSH_NANOS}: what a flush takes however small the memtable.
   */
  private static final double LAST_MEMTABLE_NANOS = 10;

  private static final double MOST_LAST_MEMTABLE_NANOS = 60;

  private static final double FLUSH_NANOS = 200e6;

  /** From here on the rate grows no further: some hundred KB a second. */
  private static final double MOST_DEBT = 31.0 / 32;

  /** What an operation costs beside its bytes, in bytes. */
  private static final int OPERATION_BYTES = 64;

  /** The longest pause, in ns: a single large write owes no more. */
  private static final long LONGEST_NANOS = 100_000_000;

  /**
   * Delays are gathered into pauses that are shorter than a turn of the system's scheduler, and so
   * few that hardly one write in a thousand has one.
   */
  private static final long PAUSE_NANOS = 1_000_000;

  private final WriteLimits limits;
  private final Clock clock;
  private final AtomicLong owedNanos = new AtomicLong();
  private final LongAdder stalledNanos = new LongAdder();

  public Slowdown(WriteLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Whether writers wait until there is room. */
  public boolean isFull(int level0Tables, int sealedMemtables) {
    return level0Tables >= limits.level0StopFiles() || sealedMemtables >= MAX_SEALED;
  }

  /** What each byte owes while there is room, in ns. */
  public double nanosPerByte(int level0Tables, int sealedMemtables, long activeBytes) {
    boolean lastMemtable = sealedMemtables == MAX_SEALED - 1;
    int over = level0Tables - limits.level0SlowdownFiles();
    if (over < 0 && !lastMemtable) {
      return 0;
    }
    double filled = Math.min(1, (double) activeBytes / limits.memtableBytes());
    double rate = 0;
    if (over >= 0) {
      int most = limits.level0StopFiles() - limits.level0SlowdownFiles();
      rate = nanosPerByte((over + filled) / most);
    }
    if (lastMemtable) {
      double debt = Math.min(MOST_DEBT, filled);
      double half =
          Math.min(
              MOST_LAST_MEMTABLE_NANOS, LAST_MEMTABLE_NANOS + FLUSH_NANOS / limits.memtableBytes());
      rate = Math.max(rate, half / 2 * debt / ((1 - debt) * (1 - debt)));
    }
    return rate;
  }

  /** What each byte owes at a debt from 0, nothing, to 1, where writers wait; in ns. */
  public static double nanosPerByte(double debt) {
    double most = Math.min(MOST_DEBT, debt);
    return LEVEL0_NANOS * most / (1 - most);
  }

  /** What a batch owes at a rate, in ns. */
  public long nanos(double nanosPerByte, long bytes, int operations) {
    return (long)
        Math.min(LONGEST_NANOS, nanosPerByte * (bytes + (double) OPERATION_BYTES * operations));
  }

  /**
   * Holds one writer up for what all owe together, once that is worth a pause; the writer is given
   * credit for what it slept too long, and what it slept too little stays owed. Call it without any
   * lock.
   *
   * @return how long this writer was held up, in ns
   */
  public long hold(long nanos) {
    long owed = owedNanos.addAndGet(nanos);
    if (owed < PAUSE_NANOS || !owedNanos.compareAndSet(owed, 0)) {
      return 0;
    }
    long pause = Math.min(owed, LONGEST_NANOS);
    // A pending interrupt would end the pause at once.
    boolean interrupted = Thread.interrupted();
    long begin = clock.nanoTime();
    LockSupport.parkNanos(this, pause);
    long slept = clock.nanoTime() - begin;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (slept > 0) { // else the clock stands still, and what is owed would only grow
      owedNanos.addAndGet(Math.max(pause - slept, -LONGEST_NANOS));
    }
    stalledNanos.add(slept);
    return slept;
  }

  /** Takes note of time for which a writer waited for room. */
  public void waited(long nanos) {
    stalledNanos.add(nanos);
  }

  /** Time for which writers were held up, summed over threads, in ns. */
  public long stalledNanos() {
    return stalledNanos.sum();
  }
}
