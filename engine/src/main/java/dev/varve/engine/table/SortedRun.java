package dev.varve.engine.table;

import dev.varve.io.Bytes;
import java.util.List;

/**
 * Tables in key order that do not overlap. Immutable; the tables are open as long as the version
 * that lists them.
 */
public final class SortedRun {
  private final SSTableHandle[] tables;

  /** Of each table the greatest key's prefix, with the top bit flipped: they sort as signed. */
  private final long[] greatest;

  /** Lists tables that are in order. */
  public SortedRun(List<SSTableHandle> tables) {
    this.tables = tables.toArray(new SSTableHandle[0]);
    greatest = new long[this.tables.length];
    for (int table = 0; table < greatest.length; table++) {
      greatest[table] = Bytes.prefix(this.tables[table].metadata().largest(), 0) ^ Long.MIN_VALUE;
    }
  }

  /** Number of tables. */
  public int size() {
    return tables.length;
  }

  /** The table of a number from 0 on. */
  public SSTableHandle table(int index) {
    return tables[index];
  }

  /**
   * The first table whose greatest key is not less than a key, or {@link #size} if there is none.
   *
   * @param prefix the key's {@link Bytes#prefix}
   */
  public int indexOf(byte[] key, long prefix) {
    long target = prefix ^ Long.MIN_VALUE;
    int from = 0;
    for (int count = greatest.length; count > 0; ) {
      int half = (count + 1) >>> 1;
      from = greatest[from + half - 1] < target ? from + half : from;
      count -= half;
    }
    while (from < greatest.length
        && greatest[from] == target
        && tables[from].endsBefore(key, prefix)) {
      from++;
    }
    return from;
  }

  /** The table that may hold a key, or {@code null}. */
  public SSTableHandle tableOf(byte[] key, long prefix) {
    int index = indexOf(key, prefix);
    return index < tables.length && tables[index].covers(key, prefix) ? tables[index] : null;
  }
}
