package dev.varve.sstable.filter;

import dev.varve.io.ByteWriter;
import java.util.Arrays;

/**
 * Collects key hashes and encodes them as a {@link BlockedBloomFilter} or a {@link PlaceFilter}.
 * Keeps 8 or 12 bytes per key until the end, since the size of the filter depends on their number.
 * For one thread.
 */
public final class FilterBuilder {
  /** Keys per line of a filter with places, which has room for 16: one in seven lines is full. */
  private static final int KEYS_PER_LINE = 13;

  // A place until the end: a block above an entry, as many as this.
  private static final int COLLECTED_ENTRY_BITS = 12;
  private static final int COLLECTED_BLOCK_BITS = Integer.SIZE - COLLECTED_ENTRY_BITS;

  private final int bitsPerKey;
  private long[] hashes = new long[1 << 10];
  private int[] places; // null if they are not wanted, or one was too large
  private int greatestBlock;
  private int greatestEntry;
  private int count;

  /**
   * Creates an empty builder.
   *
   * @param bitsPerKey bits per key of the Bloom filter, at least 1
   * @param places whether to build a filter with places instead, if they fit into it
   */
  public FilterBuilder(int bitsPerKey, boolean places) {
    this.bitsPerKey = bitsPerKey;
    this.places = places ? new int[hashes.length] : null;
  }

  /**
   * Adds a key that was not added before, where its newest entry is.
   *
   * @param block number of the data block
   * @param entry number of the entry in it
   */
  public void add(long hash, int block, int entry) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
      places = places == null ? null : Arrays.copyOf(places, count * 2);
    }
    if (places != null) {
      if (entry >>> COLLECTED_ENTRY_BITS != 0 || block >>> COLLECTED_BLOCK_BITS != 0) {
        places = null;
      } else {
        places[count] = block << COLLECTED_ENTRY_BITS | entry;
        greatestBlock = Math.max(greatestBlock, block);
        greatestEntry = Math.max(greatestEntry, entry);
      }
    }
    hashes[count++] = hash;
  }

  /** Length of the filter as it would be now. */
  public long estimatedBytes() {
    return (long) (hasPlaces() ? placeLineCount() : bloomLineCount()) * FilterLayout.LINE_BYTES
        + FilterLayout.TAIL_BYTES;
  }

  /** Appends the filter to {@code out}. */
  public void finish(ByteWriter out) {
    if (hasPlaces()) {
      putPlaces(out);
    } else {
      putBloom(out);
    }
  }

  /** The number of probes that lets the fewest absent keys through: bits per key times ln 2. */
  static int probeCount(int bitsPerKey) {
    return Math.clamp(Math.round(bitsPerKey * Math.log(2)), 1, FilterLayout.MOST_PROBES);
  }

  private boolean hasPlaces() {
    return places != null && placeBits() <= FilterLayout.MOST_PLACE_BITS;
  }

  private void putPlaces(ByteWriter out) {
    int lineCount = placeLineCount();
    int placeBits = placeBits();
    int entryBits = bits(greatestEntry);
    int[] slots = new int[lineCount * FilterLayout.LINE_SLOTS];
    byte[] used = new byte[lineCount];
    for (int key = 0; key < count; key++) {
      int line = (int) FilterLayout.line(hashes[key], lineCount);
      while (used[line] == FilterLayout.LINE_SLOTS) {
        line = line + 1 == lineCount ? 0 : line + 1;
      }
      int block = places[key] >>> COLLECTED_ENTRY_BITS;
      int entry = places[key] & (1 << COLLECTED_ENTRY_BITS) - 1;
      slots[line * FilterLayout.LINE_SLOTS + used[line]++] =
          FilterLayout.tag(hashes[key], placeBits) | block << entryBits | entry;
    }
    for (int slot : slots) {
      out.putInt(slot);
    }
    out.putInt(lineCount).putByte(0).putByte(placeBits).putByte(entryBits).putByte(0);
  }

  private void putBloom(ByteWriter out) {
    int lineCount = bloomLineCount();
    int probeCount = probeCount(bitsPerKey);
    long[] words = new long[lineCount * (FilterLayout.LINE_BYTES / Long.BYTES)];
    for (int key = 0; key < count; key++) {
      int line = (int) FilterLayout.line(hashes[key], lineCount) * 8;
      long probes = FilterLayout.probes(hashes[key]);
      for (int probe = 0; probe < probeCount; probe++) {
        int bit = (int) (probes >>> (Long.SIZE - FilterLayout.PROBE_BITS));
        words[line + (bit >>> 6)] |= 1L << bit;
        probes <<= FilterLayout.PROBE_BITS;
      }
    }
    for (long word : words) {
      out.putLong(word);
    }
    out.putInt(lineCount).putInt(probeCount);
  }

  private int bloomLineCount() {
    long bits = (long) count * bitsPerKey;
    return (int) Math.max(1, (bits + FilterLayout.LINE_BITS - 1) / FilterLayout.LINE_BITS);
  }

  private int placeLineCount() {
    return Math.max(1, (count + KEYS_PER_LINE - 1) / KEYS_PER_LINE);
  }

  private int placeBits() {
    return bits(greatestBlock) + bits(greatestEntry);
  }

  private static int bits(int greatest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
  }
}
