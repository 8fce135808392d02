package dev.varve.engine.read;

import dev.varve.engine.table.RunCursor;
import dev.varve.io.MemoryLedger;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Idle cursors over tables, kept because freeing native memory costs more than opening a cursor
 * may. Thread-safe.
 */
final class RunCursorPool {
  private static final int MAX_IDLE = 128;

  private final MemoryLedger memory;
  private final ConcurrentLinkedQueue<RunCursor> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private volatile boolean closed;

  RunCursorPool(MemoryLedger memory) {
    this.memory = memory;
  }

  /** A cursor without a run. */
  RunCursor take() {
    RunCursor cursor = idle.poll();
    if (cursor == null) {
      return new RunCursor(memory);
    }
    idleCount.decrementAndGet();
    return cursor;
  }

  /** Takes a cursor back. */
  void giveBack(RunCursor cursor) {
    cursor.detach();
    if (idleCount.incrementAndGet() > MAX_IDLE) {
      idleCount.decrementAndGet();
      cursor.close();
    } else {
      idle.add(cursor);
      if (closed) {
        close(); // it may have looked before
      }
    }
  }

  /** Frees the idle cursors. A cursor that is given back later is freed at once. */
  void close() {
    closed = true;
    for (RunCursor cursor = idle.poll(); cursor != null; cursor = idle.poll()) {
      cursor.close();
    }
  }
}
