package dev.varve.dynamodb.read;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets reads of indexes see a state of the past, as a service does whose indexes follow their
 * tables: so that programs can be tested against it. Not for production: it keeps a snapshot for
 * each millisecond in which there was a write, until one comes that is later by more than the
 * longest lag.
 *
 * <p>A read lags by a random time from 0 to the longest lag, equally probable, from a seed; reads
 * lag each by its own time, so that a later one may see less than an earlier one.
 *
 * <p>Safe for use by many threads. A write waits for the reads that are under way.
 */
public final class IndexLag implements AutoCloseable {
  /**
   * What all reads see that look at a moment up to {@code endMillis}, and behind that of the entry
   * before.
   */
  private record Past(long endMillis, Snapshot snapshot) {}

  private final StorageEngine engine;
  private final Clock clock;
  private final long longestMillis;

  /** Readers hold the reading half while they use a snapshot. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** The oldest first. Changes under the writing half of the lock. */
  private final Deque<Past> past = new ArrayDeque<>();

  @GuardedBy("random")
  private final Random random;

  /**
   * Lags behind an engine.
   *
   * @param longestMillis at least 1
   */
  public IndexLag(StorageEngine engine, Clock clock, long longestMillis, long seed) {
    this.engine = engine;
    this.clock = clock;
    this.longestMillis = longestMillis;
    this.random = new Random(seed);
  }

  /** Keeps the state before a write. To be called before each write of a table with indexes. */
  public void keepState() {
    lock.writeLock().lock();
    try {
      long now = clock.epochMillis();
      while (!past.isEmpty() && past.getFirst().endMillis() < now - longestMillis) {
        past.removeFirst().snapshot().close();
      }
      if (past.isEmpty() || past.getLast().endMillis() < now) {
        past.addLast(new Past(now, engine.snapshot()));
      }
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

  /** The state that the next read is to see. To be closed by the same thread. */
  View view() {
    long lag;
    synchronized (random) {
      lag = random.nextLong(longestMillis + 1);
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
    } finally {
      lock.writeLock().unlock();
    }
  }
}
