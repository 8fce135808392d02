package dev.varve.engine.pin;

import dev.varve.io.Clock;
import dev.varve.io.NeverWaits;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.BusySpinIdleStrategy;

/**
 * A reentrant lock that is mostly held for less than a microsecond. A thread that finds it taken
 * tries for a while before it parks, since it would be woken tens of microseconds later.
 */
public final class ShortLock extends ReentrantLock {
  private static final long serialVersionUID = 1L;

  /** Tries before a thread parks: some ten microseconds. */
  private static final int SPINS = 300;

  /** Creates a lock that nobody holds. */
  public ShortLock() {}

  /**
   * Takes the lock.
   *
   * @return how long the thread was parked, in ns
   */
  public long lock(Clock clock) {
    return tryWhile() ? 0 : park(clock);
  }

  /**
   * Takes the lock as {@link #lock(Clock)} does, but parks no thread that {@link NeverWaits}: who
   * holds the lock so long may wait for storage.
   *
   * @return how long the thread was parked, in ns
   * @throws dev.varve.io.WouldWait in the place of parking; the lock is not taken
   */
  public long lockUnlessItWaits(Clock clock) {
    if (tryWhile()) {
      return 0;
    }
    NeverWaits.check();
    return park(clock);
  }

  private long park(Clock clock) {
    long begin = clock.nanoTime();
    super.lock();
    return clock.nanoTime() - begin;
  }

  @Override
  public void lock() {
    if (!tryWhile()) {
      super.lock();
    }
  }

  private boolean tryWhile() {
    for (int spin = 0; spin < SPINS; spin++) {
      if (tryLock()) {
        return true;
      }
      BusySpinIdleStrategy.INSTANCE.idle();
    }
    return false;
  }
}
