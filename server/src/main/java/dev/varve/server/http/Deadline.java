package dev.varve.server.http;

import java.time.Duration;

/** Until when a connection has to go on. Written by its event loop, read by others too. */
final class Deadline {
  /** What a connection is about. */
  enum Phase {
    /** Nothing has come yet. */
    FRESH,
    /** Part of a head has come. */
    HEAD,
    /** A body is coming. */
    BODY,
    /** Waits for the bytes of others to go. */
    CROWDED,
    /** A request is being answered, or the connection has ended: no deadline. */
    ANSWERING,
    /** The client has to read. */
    SENDING,
    /** Between two requests. */
    IDLE,
    /** The last answer is sent; the client has to close. */
    ENDING
  }

  /** Time for a client to read the last answer, which it has to do before the connection goes. */
  private static final Duration ENDING_TIME = Duration.ofSeconds(2);

  private final HttpLimits limits;
  private Phase phase = Phase.ANSWERING;

  /** Of {@link System#nanoTime}; counts unless answering. */
  private volatile long due;

  private volatile boolean counts;

  Deadline(HttpLimits limits) {
    this.limits = limits;
  }

  /** Begins a phase; nothing if it is the one that goes on. */
  void enter(Phase next) {
    if (next == phase) {
      return;
    }
    phase = next;
    if (next == Phase.ANSWERING) {
      counts = false;
    } else {
      due = System.nanoTime() + time(next).toNanos();
      counts = true;
    }
  }

  /** Gives the phase that goes on its time once more. */
  void again() {
    due = System.nanoTime() + time(phase).toNanos();
  }

  private Duration time(Phase of) {
    return switch (of) {
      case FRESH, HEAD -> limits.headTime();
      case BODY -> limits.bodyTime();
      case CROWDED -> limits.crowdedTime();
      case SENDING -> limits.sendTime();
      case IDLE -> limits.idleTime();
      case ENDING -> ENDING_TIME;
      case ANSWERING -> Duration.ZERO;
    };
  }

  /** What the connection is about; for the event loop. */
  Phase phase() {
    return phase;
  }

  /** Whether the time is over. */
  boolean isDue() {
    return counts && System.nanoTime() - due >= 0;
  }
}
