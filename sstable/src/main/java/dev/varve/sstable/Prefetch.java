package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.PendingFault;
import dev.varve.sstable.block.BlockLayout;
import dev.varve.sstable.block.BlockShape;
import dev.varve.sstable.filter.KeyLocator;
import java.lang.foreign.MemorySegment;

/**
 * Begins to load the lines that several gets are going to need, of tables with a key locator: first
 * a line of the locator for each key, then the lines of their entries. Gets one after the other
 * would wait for each line; loads in a loop that does nothing else overlap.
 *
 * <p>Gives no answers about keys, and forgets them when it has run. For one thread.
 */
public final class Prefetch {
  /** Most keys at a time: their lines stay in a first-level cache of 32 KiB. */
  public static final int CAPACITY = 32;

  private static final int LINE_BYTES = 64;

  /** Header, word, rest of the key, sequence number, and two lines of the value. */
  private static final int LINES = 6;

  private final Lookup lookup;
  private final SSTableReader[] tables = new SSTableReader[CAPACITY];
  private final IndexAndFilter[] indexAndFilters = new IndexAndFilter[CAPACITY];
  private final MemorySegment[] memory = new MemorySegment[CAPACITY];
  private final long[] hashes = new long[CAPACITY];
  private final long[] filterLines = new long[CAPACITY];
  private final long[] entryLines = new long[CAPACITY * LINES];
  private int count;

  @SuppressWarnings("UnusedVariable") // keeps the compiler from leaving out the loads
  private long touched;

  /** Creates one that uses the scratch memory of a lookup, which must not be in use meanwhile. */
  public Prefetch(Lookup lookup) {
    this.lookup = lookup;
  }

  /**
   * Takes a key, at most {@link #CAPACITY} of them before {@link #run}.
   *
   * @param table where it is likely to be found; open until after {@link #run}
   * @param hash {@link SSTableReader#hash} of it
   * @throws CorruptionException if the table's index or filter is wrong or unreadable; all keys are
   *     forgotten then
   * @throws IndexOutOfBoundsException if there are as many keys already; it is not taken
   */
  public void add(SSTableReader table, long hash) throws CorruptionException {
    IndexAndFilter indexAndFilter = indexAndFilterOf(table);
    KeyLocator locator = indexAndFilter.keyLocator();
    if (locator != null) {
      tables[count] = table;
      indexAndFilters[count] = indexAndFilter;
      hashes[count] = hash;
      filterLines[count] = locator.line(hash);
      count++;
    }
  }

  private IndexAndFilter indexAndFilterOf(SSTableReader table) throws CorruptionException {
    boolean loaded = false;
    try {
      IndexAndFilter all = table.indexAndFilter();
      loaded = true;
      return all;
    } finally {
      if (!loaded) {
        // run() will not be called: the tables taken may be closed when the next keys come.
        forget();
      }
    }
  }

  /**
   * Begins to load for all keys taken, and forgets them. A fault is left to the reads that come:
   * they meet it again, and can tell the file and the offset.
   *
   * @throws CorruptionException if an index is wrong
   */
  public void run() throws CorruptionException {
    try {
      touchFilters();
      findEntries();
      touchEntries();
      PendingFault.deliver();
    } catch (InternalError | IndexOutOfBoundsException wrong) {
      // A fault comes some loads late, so that its table cannot be told here.
      MappingFaults.settle(wrong);
    } finally {
      forget();
    }
  }

  private void touchFilters() {
    long sum = 0;
    for (int at = 0; at < count; at++) {
      sum ^= tables[at].mapping().get(BlockLayout.LONG, filterLines[at]);
    }
    touched = sum;
  }

  private void findEntries() throws CorruptionException {
    for (int at = 0; at < count; at++) {
      KeyLocator locator = indexAndFilters[at].keyLocator();
      long slots = locator.matches(filterLines[at], hashes[at]);
      if (slots != 0) {
        int slot = locator.slot(filterLines[at], slots);
        findEntry(at, locator.block(slot), locator.entry(slot));
      }
    }
  }

  private void findEntry(int at, int block, int entry) throws CorruptionException {
    BlockFetcher fetcher = lookup.fetcher;
    if (!fetcher.peek(tables[at], indexAndFilters[at], block)) {
      return;
    }
    memory[at] = fetcher.segment();
    BlockShape shape = tables[at].blockShape();
    long value = shape.valueOffset(entry);
    int line = at * LINES;
    entryLines[line] = fetcher.within(0);
    entryLines[line + 1] = fetcher.within(shape.wordOffset(entry));
    entryLines[line + 2] = fetcher.within(shape.restOffset(entry));
    entryLines[line + 3] = fetcher.within(shape.sequenceOffset(entry));
    entryLines[line + 4] = fetcher.within(value);
    entryLines[line + 5] = fetcher.within(value + LINE_BYTES);
  }

  private void touchEntries() {
    long sum = 0;
    for (int at = 0; at < count; at++) {
      MemorySegment segment = memory[at];
      if (segment != null) {
        int line = at * LINES;
        sum ^=
            segment.get(BlockLayout.LONG, entryLines[line])
                ^ segment.get(BlockLayout.LONG, entryLines[line + 1])
                ^ segment.get(BlockLayout.LONG, entryLines[line + 2])
                ^ segment.get(BlockLayout.LONG, entryLines[line + 3])
                ^ segment.get(BlockLayout.LONG, entryLines[line + 4])
                ^ segment.get(BlockLayout.LONG, entryLines[line + 5]);
      }
    }
    touched = sum;
  }

  private void forget() {
    for (int key = 0; key < count; key++) {
      tables[key] = null;
      indexAndFilters[key] = null;
      memory[key] = null;
    }
    count = 0;
  }
}
