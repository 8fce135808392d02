package dev.varve.engine.health;

import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.event.EngineListener;
import dev.varve.engine.event.StallCause;
import dev.varve.io.Clock;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives events to the listener, and to the logger {@code dev.varve.engine}: as errors and warnings
 * what a user has to know of, at debug level the rest, so that a healthy store is silent.
 * Thread-safe.
 */
public final class EventSink {
  /** Shorter waits of writers are no event. */
  public static final long LEAST_STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Stalls of that length are a warning. */
  private static final Duration LONG_STALL = Duration.ofSeconds(1);

  /** The shortest time between two warnings of long stalls. */
  private static final long WARNING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EngineListener listener;
  private final System.Logger log;
  private final Clock clock;
  private final AtomicLong nextWarning;

  /** Creates a sink for one engine. */
  public EventSink(EngineListener listener, Clock clock) {
    this(listener, clock, System.getLogger("dev.varve.engine"));
  }

  EventSink(EngineListener listener, Clock clock, System.Logger log) {
    this.listener = listener;
    this.log = log;
    this.clock = clock;
    nextWarning = new AtomicLong(clock.nanoTime());
  }

  /** The time that has passed since a value of the clock's {@link Clock#nanoTime}. */
  public Duration since(long beginNanos) {
    return Duration.ofNanos(clock.nanoTime() - beginNanos);
  }

  /** Tells of a writer's wait if it was long enough. Call it without any lock. */
  public void stalled(int partition, StallCause cause, long nanos) {
    if (nanos >= LEAST_STALL_NANOS) {
      emit(new EngineEvent.WriteStalled(partition, cause, Duration.ofNanos(nanos)));
    }
  }

  /** Tells of an event. Nothing that the listener or the log throws reaches the caller. */
  public void emit(EngineEvent event) {
    try {
      log(event);
    } catch (Throwable _) {
      // A log that fails has no place where that could be told.
    }
    try {
      listener.on(event);
    } catch (Throwable fault) {
      try {
        log.log(Level.ERROR, "the engine's listener failed at " + event, fault);
      } catch (Throwable _) {
        // As above.
      }
    }
  }

  private void log(EngineEvent event) {
    switch (event) {
      case EngineEvent.EngineFailed(Throwable cause) ->
          // Without its stack: every later write shows that.
          log.log(Level.ERROR, "the engine takes no writes any more: " + cause);
      case EngineEvent.PartitionDamaged(int partition, var damage) ->
          log.log(Level.ERROR, "partition " + partition + " takes no writes any more: " + damage);
      case EngineEvent.FileLeft(Path file, var cause) ->
          log.log(Level.WARNING, "{0} stays until the next opening: {1}", file, cause);
      case EngineEvent.Opened opened -> {
        for (Path moved : opened.movedAside()) {
          log.log(Level.WARNING, "the manifest does not know of a file: moved to {0}", moved);
        }
        log.log(Level.DEBUG, opened);
      }
      case EngineEvent.WriteStalled stalled -> log.log(level(stalled), stalled);
      default -> log.log(Level.DEBUG, event);
    }
  }

  private Level level(EngineEvent.WriteStalled stalled) {
    if (stalled.time().compareTo(LONG_STALL) < 0) {
      return Level.DEBUG;
    }
    long now = clock.nanoTime();
    long next = nextWarning.get();
    boolean due = now - next >= 0 && nextWarning.compareAndSet(next, now + WARNING_INTERVAL_NANOS);
    return due ? Level.WARNING : Level.DEBUG;
  }
}
