package dev.varve.sstable.filter;

import static dev.varve.sstable.filter.FilterLayout.INT;
import static dev.varve.sstable.filter.FilterLayout.LONG;

import dev.varve.sstable.block.MalformedBlockException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A hash table that maps a user key to the location of its newest entry: the number of a data block
 * and of an entry in it. A slot holds a location and some bits of the key's hash, its tag, so that
 * the locator is a filter too. A get goes from one cache line of the locator to the entry, without
 * index and search. The idea is that of Dayan and Twitto, "Chucky: A Succinct Cuckoo Filter for
 * LSM-Tree" (2021), section 4, for one table.
 *
 * <p>A key's slot is in the line that its hash names, or in the next line that is not full. A line
 * is full if its last slot is used.
 *
 * <p>Borrows its memory. Immutable; any thread may probe.
 */
public final class KeyLocator {
  private static final long LANES = 0x0000_0001_0000_0001L;
  private static final long LANE_LOW_BITS = 0x7fff_ffff_7fff_ffffL;

  private final MemorySegment segment;
  private final long offset;
  private final int lineCount;
  private final int locationBits;
  private final int entryBits;

  /** Whether a filter is a key locator. */
  public static boolean isAt(MemorySegment segment, long offset, long length) {
    return length >= FilterLayout.TAIL_BYTES
        && segment.get(
                ValueLayout.JAVA_BYTE,
                offset + length - FilterLayout.TAIL_BYTES + FilterLayout.PROBE_COUNT)
            == 0;
  }

  /**
   * Reads the key locator that {@link FilterBuilder} wrote.
   *
   * @throws MalformedBlockException if the parts do not fit into {@code length}
   */
  public KeyLocator(MemorySegment segment, long offset, long length) {
    this.segment = segment;
    this.offset = offset;
    long tail = offset + length - FilterLayout.TAIL_BYTES;
    lineCount = segment.get(INT, tail + FilterLayout.LINE_COUNT);
    locationBits = segment.get(ValueLayout.JAVA_BYTE, tail + FilterLayout.LOCATION_BITS);
    entryBits = segment.get(ValueLayout.JAVA_BYTE, tail + FilterLayout.ENTRY_BITS);
    if (lineCount < 1
        || (long) lineCount * FilterLayout.LINE_BYTES + FilterLayout.TAIL_BYTES != length
        || locationBits < 0
        || locationBits > FilterLayout.MAX_LOCATION_BITS
        || entryBits < 0
        || entryBits > locationBits) {
      throw new MalformedBlockException(
          "a key locator of %d lines, locations of %d bits, %d bytes"
              .formatted(lineCount, locationBits, length));
    }
  }

  /** Number of lines; a search looks at no more of them. */
  public int lineCount() {
    return lineCount;
  }

  /** Where the line starts in which the search for a key begins. */
  public long line(long hash) {
    return offset + FilterLayout.line(hash, lineCount) * FilterLayout.LINE_BYTES;
  }

  /** Where the next line starts; behind the last is the first. */
  public long lineAfter(long line) {
    long next = line + FilterLayout.LINE_BYTES;
    return next == offset + (long) lineCount * FilterLayout.LINE_BYTES ? offset : next;
  }

  /** Whether keys that belong into this line may be in the next one. */
  public boolean isFull(long line) {
    return segment.get(INT, line + FilterLayout.LINE_BYTES - FilterLayout.SLOT_BYTES) != 0;
  }

  /**
   * The slots of a line that may be a key's: a set of bits for {@link #slot}, the lowest first. An
   * absent key has one by chance.
   */
  public long matches(long line, long hash) {
    long tags = (FilterLayout.tag(hash, locationBits) & 0xffff_ffffL) * LANES;
    long tagBits = (0xffff_ffffL << locationBits & 0xffff_ffffL) * LANES;
    long matches = 0;
    for (int pair = 0; pair < FilterLayout.LINE_SLOTS / 2; pair++) {
      long other = (segment.get(LONG, line + (long) pair * Long.BYTES) ^ tags) & tagBits;
      // The top bit of each half that is zero; the halves of pair i go to bits 31 - i and 63 - i.
      long equal = ~((other & LANE_LOW_BITS) + LANE_LOW_BITS | other) & ~LANE_LOW_BITS;
      matches |= equal >>> pair;
    }
    return matches;
  }

  /** The slot of the lowest of {@link #matches}, which are not empty: what it says of its key. */
  public int slot(long line, long matches) {
    int bit = Long.numberOfTrailingZeros(matches);
    int pair = 31 - (bit & 31);
    return segment.get(
        INT, line + (long) pair * Long.BYTES + (bit < Integer.SIZE ? 0 : FilterLayout.SLOT_BYTES));
  }

  /** The data block that a slot names. */
  public int block(int slot) {
    return (slot & locationMask()) >>> entryBits;
  }

  /** The entry within its block that a slot names. */
  public int entry(int slot) {
    return slot & (1 << entryBits) - 1;
  }

  private int locationMask() {
    return (1 << locationBits) - 1;
  }
}
