package dev.varve.engine.partition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Knows whether writers pause: then compaction need not wait for more to merge at once.
 * Thread-safe.
 */
public final class IdleDetector {
  /** How often {@link #poll} is to be called; an idle time shows after one to two of these. */
  public static final Duration INTERVAL = Duration.ofMillis(500);

  private static final long NEVER = -1;

  private final LongSupplier lastWrite;
  private final AtomicInteger waitingWriters;

  @GuardedBy("this")
  private long lastSeen = NEVER;

  private volatile long idleSince = NEVER;

  /**
   * Looks at the number of the last write.
   *
   * @param waitingWriters how many writers wait for room: as long as one does they are not idle,
   *     although nothing is written
   */
  public IdleDetector(LongSupplier lastWrite, AtomicInteger waitingWriters) {
    this.lastWrite = lastWrite;
    this.waitingWriters = waitingWriters;
  }

  /** Whether nothing was written since an idle time began. */
  public boolean isIdle() {
    return idleSince == lastWrite.getAsLong() && waitingWriters.get() == 0;
  }

  /** Looks whether nothing was written since the last look; returns whether an idle time begins. */
  public synchronized boolean poll() {
    long now = lastWrite.getAsLong();
    boolean waiting = waitingWriters.get() > 0;
    boolean begins = now == lastSeen && now != idleSince && !waiting;
    lastSeen = waiting ? NEVER : now;
    if (begins) {
      idleSince = now;
    }
    return begins;
  }

  /** Says that nothing will be written for a while. */
  public void expectIdle() {
    idleSince = lastWrite.getAsLong();
  }
}
