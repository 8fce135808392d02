package dev.varve.dynamodb.changes;

import dev.varve.io.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The times of the changes in histories. They never go back: while the clock stands, or has been
 * set back, they stay at the latest time there was. Whoever makes a change asks under the locks of
 * its keys, once it has read all that the change depends on: so of two changes, one of which has
 * seen the other, that one is not the earlier.
 *
 * <p>Safe for use by many threads.
 */
public final class ChangeClock {
  private final Clock clock;
  private final AtomicLong newest = new AtomicLong();

  public ChangeClock(Clock clock) {
    this.clock = clock;
  }

  /** The present time, in milliseconds since 1970. */
  public long now() {
    long time = clock.epochMillis();
    long known = newest.get();
    // Almost every change but the first of a millisecond only reads.
    return time <= known ? known : newest.accumulateAndGet(time, Math::max);
  }

  /** Lets no later time be before this one. */
  public void advanceTo(long millis) {
    newest.accumulateAndGet(millis, Math::max);
  }
}
