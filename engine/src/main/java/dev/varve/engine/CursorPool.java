package dev.varve.engine;

import dev.varve.engine.table.TableCursor;
import dev.varve.io.MemoryLedger;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Idle table cursors, kept because freeing native memory costs more than opening a cursor may.
 * Thread-safe.
 */
final class CursorPool {
  private static final int MAX_IDLE = 128;

  private final MemoryLedger memory;
  private final ConcurrentLinkedQueue<TableCursor> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idleCount = new AtomicInteger();

  CursorPool(MemoryLedger memory) {
    this.memory = memory;
  }

  TableCursor take() {
    TableCursor cursor = idle.poll();
    if (cursor == null) {
      return new TableCursor(memory);
    }
    idleCount.decrementAndGet();
    return cursor;
  }

  void giveBack(TableCursor cursor) {
    cursor.detach();
    if (idleCount.incrementAndGet() > MAX_IDLE) {
      idleCount.decrementAndGet();
      cursor.close();
    } else {
      idle.add(cursor);
    }
  }

  void close() {
    for (TableCursor cursor = idle.poll(); cursor != null; cursor = idle.poll()) {
      cursor.close();
    }
  }
}
