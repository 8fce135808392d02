package dev.varve.engine;

import dev.varve.engine.table.RunCursor;
import dev.varve.io.MemoryLedger;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Idle cursors, kept because opening one shall cost little. Thread-safe.
 *
 * <p>A cursor that is closed is parked in a place that no other thread uses, as a rule, with its
 * view still pinned. Opening one on the same view then touches nothing that threads share: neither
 * counts of references nor queues. Only a partition's present view is pinned by parked cursors,
 * which would be there anyway; {@link #forget} lets go of one that is replaced.
 *
 * <p>Of the memory for decompressed blocks an idle cursor keeps no more than {@link RunCursor#trim}
 * leaves.
 *
 * <p>Behind that there are idle cursors over tables, because freeing native memory costs more than
 * opening a cursor may.
 */
final class CursorPool {
  private static final int MAX_IDLE = 128;
  private static final int PLACE_BITS = 6;
  private static final int PLACES = 1 << PLACE_BITS;

  /** References per place: 128 bytes or more, because processors fetch cache lines in pairs. */
  private static final int STRIDE = 32;

  private final MemoryLedger memory;
  private final AtomicReferenceArray<ViewCursor> parked =
      new AtomicReferenceArray<>((PLACES + 1) * STRIDE);
  private final ConcurrentLinkedQueue<RunCursor> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private volatile boolean closed;

  CursorPool(MemoryLedger memory) {
    this.memory = memory;
  }

  /** A cursor over a partition's present view, the caller's until it is given back. */
  ViewCursor take(Partition partition) {
    int place = place();
    ViewCursor found = parked.get(place) == null ? null : parked.getAndSet(place, null);
    if (found != null) {
      if (found.isPresent(partition)) {
        return found;
      }
      found.release(this);
    }
    return new ViewCursor(partition, partition.pinView(), this);
  }

  /** Takes a cursor back. */
  void giveBack(ViewCursor cursor) {
    cursor.rest();
    int place = place();
    boolean kept = cursor.isPresent() && parked.compareAndSet(place, null, cursor);
    // Once it is parked, either forget() sees it or this sees that the view was replaced before.
    if (!kept || (!cursor.isPresent() && parked.compareAndSet(place, cursor, null))) {
      cursor.release(this);
    }
  }

  /** Lets go of a view that has been replaced. */
  void forget(ReadView replaced) {
    for (int place = STRIDE; place < parked.length(); place += STRIDE) {
      ViewCursor found = parked.get(place);
      if (found != null && found.isOf(replaced) && parked.compareAndSet(place, found, null)) {
        found.release(this);
      }
    }
  }

  /** A cursor without a run. */
  RunCursor takeRunCursor() {
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

  /**
   * Frees the idle cursors; after the last view was forgotten. What is given back later is freed at
   * once.
   */
  void close() {
    closed = true;
    for (RunCursor cursor = idle.poll(); cursor != null; cursor = idle.poll()) {
      cursor.close();
    }
  }

  private static int place() {
    // Fibonacci hashing spreads consecutive thread numbers.
    long hash = Thread.currentThread().threadId() * 0x9E3779B97F4A7C15L;
    return (int) ((hash >>> (Long.SIZE - PLACE_BITS)) + 1) * STRIDE;
  }
}
