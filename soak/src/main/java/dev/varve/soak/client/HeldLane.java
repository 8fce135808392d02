package dev.varve.soak.client;

import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Lane;
import java.io.IOException;
import java.time.Duration;

/**
 * A lane in the hands of a client. Each life of the server is checked to have all of it before more
 * is written. A lane whose last write has no answer rests until that write can have no effect any
 * more: until the server that had it is dead, or has had much time. For the thread that writes the
 * lane.
 */
final class HeldLane {
  /** Long after a server has read, and done, what a client sent before it went away. */
  private static final Duration REST = Duration.ofSeconds(15);

  private final Lane lane;
  private final Counter counter;

  /** The life of the server in which all of it was checked; 0 for none. */
  private int checkedIn;

  /** The life of the server that has the write without an answer. */
  private int unansweredIn;

  private long restsUntil = System.nanoTime() + REST.toNanos();

  /**
   * Takes a lane up.
   *
   * @param life of the server now, which may still have a write of a client that was killed
   */
  HeldLane(Lane lane, Counter counter, int life) {
    this.lane = lane;
    this.counter = counter;
    this.unansweredIn = life;
  }

  Lane lane() {
    return lane;
  }

  Counter counter() {
    return counter;
  }

  /**
   * Brings the lane into a known state, if that can be done.
   *
   * @return whether it may be written
   */
  boolean prepare(int life, Choice choice) throws IOException {
    if (lane.model().pending() > 0) {
      if (life == unansweredIn && System.nanoTime() - restsUntil < 0) {
        return false;
      }
      boolean _ = lane.settle();
    }
    if (life != checkedIn) {
      checkAll(choice);
      checkedIn = life;
    }
    return true;
  }

  /** Compares all of the lane with its model. */
  void checkAll(Choice choice) throws IOException {
    check(0, lane.model().keys(), choice);
  }

  /** Compares a range of keys with the model. */
  void check(int from, int to, Choice choice) throws IOException {
    try (Lane.Moment moment = lane.moment(from, to)) {
      if (moment != null) {
        long _ = moment.check(choice);
      }
    }
  }

  /** Says that the last write has no answer. */
  void rest(int life) {
    unansweredIn = life;
    restsUntil = System.nanoTime() + REST.toNanos();
  }
}
