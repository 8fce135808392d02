package dev.varve.watch;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands events to a thread that writes them, and counts those that do not fit, but for few that
 * come from several threads at once as the last place is taken.
 */
final class DroppingAppender extends AsyncAppender {
  private final LongAdder dropped = new LongAdder();

  @Override
  protected void append(ILoggingEvent event) {
    if (getRemainingCapacity() == 0) {
      dropped.increment();
      return;
    }
    super.append(event);
  }

  long dropped() {
    return dropped.sum();
  }
}
