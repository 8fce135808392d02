package dev.varve.dynamodb.read;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;

/**
 * Lets reads see a state of the past, so that programs can be tested against a service whose
 * indexes follow their tables, and whose reads may be stale. Not for production: it keeps a
 * snapshot for each millisecond in which there was a write, until one comes that is later by more
 * than the longest lag.
 *
 * <p>A read of an index lags by a random time from 0 to the longest lag, equally probable, from a
 * seed; reads lag each by its own time, so that a later one may see less than an earlier one. Any
 * read lags that is made {@linkplain #lagging within a call} to which a fault happens, by the time
 * that the fault says.
 *
 * <p>Safe for use by many threads. A write waits for the reads that are under way.
 */
public final class IndexLag implements AutoCloseable {
  /** By how many milliseconds the reads of the present call lag by a fault. */
  private static final ScopedValue<Long> OF_CALL = ScopedValue.newInstance();

  /**
   * What all reads see that look at a moment up to {@code endMillis}, and behind that of the entry
   * before.
   */
  private record Past(long endMillis, Snapshot snapshot) {}

  private final StorageEngine engine;
  private final Clock clock;
  private final long longestMillis;
  private final LongSupplier longestByFaults;

  /** Readers hold the reading half while they use a snapshot. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** The oldest first. Changes under the writing half of the lock. */
  private final Deque<Past> past = new ArrayDeque<>();

  /** Whether there are any of these; so that a write need not lock to find none. */
  private volatile boolean hasPast;

  @GuardedBy("random")
  private final Random random;

  /**
   * Lags behind an engine.
   *
   * @param longestMillis of reads of indexes; 0 if they do not lag by themselves
   * @param longestByFaults the longest time by which reads lag by faults at present, or 0
   */
  public IndexLag(
      StorageEngine engine,
      Clock clock,
      long longestMillis,
      long seed,
      LongSupplier longestByFaults) {
    this.engine = engine;
    this.clock = clock;
    this.longestMillis = longestMillis;
    this.longestByFaults = longestByFaults;
    this.random = new Random(seed);
  }

  /** Work of a call. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  /** Lets all reads of some work that are not for its writes lag by a time. */
  public static <T> T lagging(long millis, Work<T> work) throws IOException {
    return ScopedValue.where(OF_CALL, millis).call(work::run);
  }

  /** Keeps the state before a write. To be called before each write. */
  public void keepState() {
    long longest = Math.max(longestMillis, longestByFaults.getAsLong());
    if (longest == 0 && !hasPast) {
      return;
    }
    lock.writeLock().lock();
    try {
      long now = clock.epochMillis();
      while (!past.isEmpty() && (longest == 0 || past.getFirst().endMillis() < now - longest)) {
        past.removeFirst().snapshot().close();
      }
      if (longest > 0 && (past.isEmpty() || past.getLast().endMillis() < now)) {
        past.addLast(new Past(now, engine.snapshot()));
      }
      hasPast = !past.isEmpty();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The state that a read sees. */
  final class View implements AutoCloseable {
    private final Snapshot snapshot;

    private View(Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    /** Null for the newest. */
    Snapshot snapshot() {
      return snapshot;
    }

    @Override
    public void close() {
      lock.readLock().unlock();
    }
  }

  /** Whether a fault lets the reads of the present call lag. */
  static boolean isByFault() {
    return OF_CALL.isBound();
  }

  /**
   * The state that the next read is to see. To be closed by the same thread.
   *
   * @param ofIndex whether it lags also without a fault
   */
  View view(boolean ofIndex) {
    long lag = OF_CALL.isBound() ? OF_CALL.get() : 0;
    if (ofIndex && longestMillis > 0) {
      synchronized (random) {
        lag = Math.max(lag, random.nextLong(longestMillis + 1));
      }
    }
    lock.readLock().lock();
    long moment = clock.epochMillis() - lag;
    for (Past state : past) {
      if (moment < state.endMillis()) {
        return new View(state.snapshot());
      }
    }
    return new View(null);
  }

  /** Lets all states of the past go. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      past.forEach(state -> state.snapshot().close());
      past.clear();
      hasPast = false;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
