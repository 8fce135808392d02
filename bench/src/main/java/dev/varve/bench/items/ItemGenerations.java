package dev.varve.bench.items;

import dev.varve.bench.kv.Dataset;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The generations of each item while several threads write any of them, also the same one at once:
 * which was given out last, and which is the oldest that the item may have in the end.
 *
 * <p>A write that begins while no other write of its item is under way replaces all that were
 * before it. Writes that are under way together may take effect in any order.
 *
 * <p>Thread-safe.
 */
final class ItemGenerations {
  /** Of an item's long: the newest and the oldest, since the beginning, and writes under way. */
  private static final int BITS = 26;

  private static final long MASK = (1L << BITS) - 1;
  private static final int OLDEST_SHIFT = BITS;
  private static final int UNDER_WAY_SHIFT = 2 * BITS;
  private static final long UNDER_WAY = 1L << UNDER_WAY_SHIFT;

  private final Dataset before;
  private final AtomicLongArray states;

  ItemGenerations(Dataset before) {
    this.before = before;
    this.states = new AtomicLongArray(Math.toIntExact(before.count()));
  }

  /** A write of the item begins; returns its generation. */
  int begin(long number) {
    long state = states.updateAndGet((int) number, ItemGenerations::begun);
    return before.maxGeneration() + newest(state);
  }

  /** A write of the item has been acknowledged. */
  void end(long number) {
    states.addAndGet((int) number, -UNDER_WAY);
  }

  /** The oldest generation that the item may have when all writes have ended. */
  int min(long number) {
    int oldest = (int) ((states.get((int) number) >>> OLDEST_SHIFT) & MASK);
    return oldest == 0 ? before.minGeneration() : before.maxGeneration() + oldest;
  }

  /** The newest generation that the item may have. */
  int max(long number) {
    return before.maxGeneration() + newest(states.get((int) number));
  }

  /** The newest generation of all. */
  int max() {
    int most = 0;
    for (int i = 0; i < states.length(); i++) {
      most = Math.max(most, newest(states.get(i)));
    }
    return before.maxGeneration() + most;
  }

  private static long begun(long state) {
    long newest = newest(state) + 1L;
    if (newest > MASK) {
      throw new IllegalStateException("an item was written more than " + MASK + " times");
    }
    long underWay = state >>> UNDER_WAY_SHIFT;
    long oldest = underWay == 0 ? newest : (state >>> OLDEST_SHIFT) & MASK;
    return ((underWay + 1) << UNDER_WAY_SHIFT) | (oldest << OLDEST_SHIFT) | newest;
  }

  private static int newest(long state) {
    return (int) (state & MASK);
  }
}
