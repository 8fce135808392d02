package dev.varve.sstable;

/**
 * Asks for the blocks that a walking cursor is about to need, where they may have to come from the
 * device: in windows that begin small, since most scans are short, and double while the cursor goes
 * on in one direction, from table to table too. For one thread.
 */
final class ReadAhead {
  private static final int FIRST_BYTES = 16 << 10;
  private static final int MOST_BYTES = 4 << 20;

  private long window; // 0: the cursor does not walk
  private boolean forwards;

  // What has been asked for lies in between.
  private long from;
  private long to;

  /** The cursor jumps: what follows need not be near. */
  void jumped() {
    window = 0;
    from = 0;
    to = 0;
  }

  /** The cursor is in another table, with which it goes on if it was walking. */
  void newTable() {
    from = 0;
    to = 0;
  }

  /**
   * The cursor is about to read a block, {@code start} to {@code end}, beside the one before, or
   * the table's first or last.
   */
  void walks(SSTableReader table, long start, long end, boolean forward) {
    if (forward != forwards) {
      jumped();
      forwards = forward;
    }
    if (start < from || end > to) { // nothing was asked for here
      from = start;
      to = end;
    }
    boolean near = forward ? to - end < window / 2 : start - from < window / 2;
    if (window != 0 && !near) {
      return;
    }
    window = window == 0 ? FIRST_BYTES : Math.min(2 * window, MOST_BYTES);
    long limit = table.dataLength();
    if (forward) {
      long next = Math.min(limit, to + window);
      table.willNeed(to, next - to);
      to = next;
    } else {
      long next = Math.max(0, from - window);
      table.willNeed(next, from - next);
      from = next;
    }
  }
}
