package dev.varve.engine.health;

import dev.varve.engine.event.EngineEvent;
import dev.varve.io.FirstFailure;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Whether an engine takes writes. After the first failure of its log, its manifest, a memtable, a
 * flush, or a compaction (but for a damaged table) it takes none any more, and each refusal names
 * that cause. Thread-safe.
 */
public final class Health {
  private final FirstFailure failure = new FirstFailure();
  private final Supplier<IOException> readOnly;
  private final EventSink events;

  /**
   * Creates the health of an engine without any failure.
   *
   * @param readOnly makes the error of each write to an engine that is only read; {@code null} for
   *     one that takes writes
   */
  public Health(Supplier<IOException> readOnly, EventSink events) {
    this.readOnly = readOnly;
    this.events = events;
  }

  /** Refuses writes from now on, if this is the first cause. */
  public void fail(Throwable cause) {
    if (failure.keep(cause)) {
      events.emit(new EngineEvent.EngineFailed(cause));
    }
  }

  /** The first failure, or {@code null}. */
  public Throwable failure() {
    return failure.get();
  }

  /** Whether nothing has failed, and the engine was not opened to be read only. */
  public boolean acceptsWrites() {
    return !failure.isPresent() && readOnly == null;
  }

  /** The error that each write gets; {@code null} while writes are taken. */
  public IOException refusal() {
    if (readOnly != null) {
      return readOnly.get();
    }
    Throwable first = failure.get();
    return first == null
        ? null
        : new IOException(
            "the engine is read-only since a write failed; close it and open it again: "
                + first.getMessage(),
            first);
  }
}
