package dev.varve.engine.read;

import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.table.RunCursor;
import dev.varve.io.MemoryLedger;
import dev.varve.io.ThreadSlots;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Idle cursors, kept because opening one shall cost little. Thread-safe.
 *
 * <p>A cursor that is closed is parked in a slot that no other thread uses, as a rule, with its
 * view still pinned. Opening one on the same view then touches nothing that threads share: neither
 * counts of references nor queues. Only a partition's present view is pinned by parked cursors,
 * which would be there anyway; {@link #forget} lets go of one that is replaced.
 *
 * <p>Of the memory for decompressed blocks an idle cursor keeps no more than {@link RunCursor#trim}
 * leaves.
 */
public final class CursorPool {
  private static final int SLOT_BITS = 6;
  private static final int SLOTS = 1 << SLOT_BITS;

  /** References per slot: 128 bytes or more, because processors fetch cache lines in pairs. */
  private static final int STRIDE = 32;

  private final AtomicReferenceArray<ViewCursor> parked =
      new AtomicReferenceArray<>((SLOTS + 1) * STRIDE);
  private final RunCursorPool runs;

  public CursorPool(MemoryLedger memory) {
    runs = new RunCursorPool(memory);
  }

  /** A cursor over a partition's present view, the caller's until it is given back. */
  public ViewCursor take(Partition partition) {
    int slot = slot();
    ViewCursor found = parked.get(slot) == null ? null : parked.getAndSet(slot, null);
    if (found != null) {
      if (found.isPresent(partition)) {
        return found;
      }
      found.release();
    }
    return new ViewCursor(partition, partition.pinView(), runs);
  }

  /** Takes a cursor back. */
  public void giveBack(ViewCursor cursor) {
    cursor.rest();
    int slot = slot();
    boolean kept = cursor.isPresent() && parked.compareAndSet(slot, null, cursor);
    // Once it is parked, either forget() sees it or this sees that the view was replaced before.
    if (!kept || (!cursor.isPresent() && parked.compareAndSet(slot, cursor, null))) {
      cursor.release();
    }
  }

  /** Lets go of a view that has been replaced. */
  public void forget(ReadView replaced) {
    for (int slot = STRIDE; slot < parked.length(); slot += STRIDE) {
      ViewCursor found = parked.get(slot);
      if (found != null && found.isOf(replaced) && parked.compareAndSet(slot, found, null)) {
        found.release();
      }
    }
  }

  /**
   * Frees the idle cursors; after the last view was forgotten. A cursor that is given back later is
   * freed at once.
   */
  public void close() {
    runs.close();
  }

  private static int slot() {
    return (ThreadSlots.current(SLOT_BITS) + 1) * STRIDE;
  }
}
