package dev.varve.engine.pin;

import dev.varve.io.Clock;
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
    if (tryWhile()) {
      return 0;
    }
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
