package dev.varve.dynamodb.table;

import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.io.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A state that a table is shown in for a while. Immutable.
 *
 * @param status the state
 * @param leaving indexes that have been deleted and are shown as long
 * @param clock by which it ends
 * @param startNanos when it began, by the clock's {@code nanoTime}
 * @param length how long it lasts
 */
public record Transition(
    TableStatus status, List<IndexRecord> leaving, Clock clock, long startNanos, Duration length) {

  public Transition {
    leaving = List.copyOf(leaving);
  }

  /** A state from now on. */
  public static Transition begin(
      TableStatus status, List<IndexRecord> leaving, Clock clock, Duration length) {
    return new Transition(status, leaving, clock, clock.nanoTime(), length);
  }

  boolean isOver() {
    return clock.nanoTime() - startNanos >= length.toNanos();
  }
}
