package dev.varve.sstable.filter;

import dev.varve.io.ByteWriter;
import java.util.Arrays;

/**
 * Collects key hashes and encodes them as a {@link BlockedBloomFilter} or a {@link KeyLocator}.
 * Keeps 8 or 12 bytes per key until the end, since the size of the filter depends on their number.
 * For one thread.
 */
public final class FilterBuilder {
  /** Keys per line of a key locator, which has room for 16: one in seven lines is full. */
  private static final int KEYS_PER_LINE = 13;

  // A location until the end: the number of the block above that of the entry.
  private static final int COLLECTED_ENTRY_BITS = 12;
  private static final int COLLECTED_BLOCK_BITS = Integer.SIZE - COLLECTED_ENTRY_BITS;

  private final int bitsPerKey;
  private long[] hashes = new long[1 << 10];
  private int[] locations; // null for a Bloom filter, and once one was too large
  private int greatestBlock;
  private int greatestEntry;
  private int count;

  /**
   * Creates an empty builder.
   *
   * @param bitsPerKey bits per key of the Bloom filter, at least 1
   * @param locator whether to build a key locator instead, if the locations fit into its slots
   */
  public FilterBuilder(int bitsPerKey, boolean locator) {
    this.bitsPerKey = bitsPerKey;
    locations = locator ? new int[hashes.length] : null;
  }

  /**
   * Adds a key that was not added before, and the location of its newest entry.
   *
   * @param block number of the data block
   * @param entry number of the entry in it
   */
  public void add(long hash, int block, int entry) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
      locations = locations == null ? null : Arrays.copyOf(locations, count * 2);
    }
    if (locations != null) {
      if (entry >>> COLLECTED_ENTRY_BITS != 0 || block >>> COLLECTED_BLOCK_BITS != 0) {
        locations = null;
      } else {
        locations[count] = block << COLLECTED_ENTRY_BITS | entry;
        greatestBlock = Math.max(greatestBlock, block);
        greatestEntry = Math.max(greatestEntry, entry);
      }
    }
    hashes[count++] = hash;
  }

  /** Length of the filter as it would be now. */
  public long estimatedBytes() {
    return (long) (buildsLocator() ? locatorLineCount() : bloomLineCount())
            * FilterLayout.LINE_BYTES
        + FilterLayout.TAIL_BYTES;
  }

  /** Appends the filter to {@code out}. */
  public void finish(ByteWriter out) {
    if (buildsLocator()) {
      putLocator(out);
    } else {
      putBloom(out);
    }
  }

  /** The number of probes that lets the fewest absent keys through: bits per key times ln 2. */
  static int probeCount(int bitsPerKey) {
    return Math.clamp(Math.round(bitsPerKey * Math.log(2)), 1, FilterLayout.MOST_PROBES);
  }

  private boolean buildsLocator() {
    return locations != null && locationBits() <= FilterLayout.MAX_LOCATION_BITS;
  }

  private void putLocator(ByteWriter out) {
    int lineCount = locatorLineCount();
    int locationBits = locationBits();
    int entryBits = bits(greatestEntry);
    int[] slots = new int[lineCount * FilterLayout.LINE_SLOTS];
    byte[] used = new byte[lineCount];
    for (int key = 0; key < count; key++) {
      int line = (int) FilterLayout.line(hashes[key], lineCount);
      while (used[line] == FilterLayout.LINE_SLOTS) {
        line = line + 1 == lineCount ? 0 : line + 1;
      }
      int block = locations[key] >>> COLLECTED_ENTRY_BITS;
      int entry = locations[key] & (1 << COLLECTED_ENTRY_BITS) - 1;
      slots[line * FilterLayout.LINE_SLOTS + used[line]++] =
          FilterLayout.tag(hashes[key], locationBits) | block << entryBits | entry;
    }
    for (int slot : slots) {
      out.putInt(slot);
    }
    out.putInt(lineCount).putByte(0).putByte(locationBits).putByte(entryBits).putByte(0);
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

  private int locatorLineCount() {
    return Math.max(1, (count + KEYS_PER_LINE - 1) / KEYS_PER_LINE);
  }

  private int locationBits() {
    return bits(greatestBlock) + bits(greatestEntry);
  }

  private static int bits(int greatest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
  }
}
