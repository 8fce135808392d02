package dev.varve.bench.store;

import dev.varve.engine.EngineStats;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.event.EngineListener;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts an engine's background work as it is told of it, so that to ask ten times a second what
 * was done costs nothing. Thread-safe.
 */
public final class EngineActivity implements EngineListener {
  private final AtomicLong flushes = new AtomicLong();
  private final AtomicLong compactions = new AtomicLong();

  @Override
  public void on(EngineEvent event) {
    switch (event) {
      case EngineEvent.Flushed _ -> flushes.incrementAndGet();
      case EngineEvent.Compacted _ -> compactions.incrementAndGet();
      default -> {}
    }
  }

  /** What was done so far. */
  public Subject.Activity soFar(EngineStats stats) {
    return new Subject.Activity(flushes.get(), compactions.get(), stats.writeStallNanos());
  }
}
