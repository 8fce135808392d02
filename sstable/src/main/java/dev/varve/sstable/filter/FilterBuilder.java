package dev.varve.sstable.filter;

import dev.varve.io.ByteWriter;
import java.util.Arrays;

/**
 * Collects key hashes and encodes them as a blocked Bloom filter. Keeps 8 bytes per key until the
 * end, since the size of the filter depends on their number. For one thread.
 */
public final class FilterBuilder {
  private final int bitsPerKey;
  private long[] hashes = new long[1 << 10];
  private int count;

  /** Creates an empty builder for {@code bitsPerKey} bits per key, at least 1. */
  public FilterBuilder(int bitsPerKey) {
    this.bitsPerKey = bitsPerKey;
  }

  /** Adds a key that was not added before. */
  public void add(long hash) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    hashes[count++] = hash;
  }

  /** Length of the filter as it would be now. */
  public long estimatedBytes() {
    return (long) lineCount() * FilterLayout.LINE_BYTES + FilterLayout.TAIL_BYTES;
  }

  /** Appends the filter to {@code out}. */
  public void finish(ByteWriter out) {
    int lineCount = lineCount();
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

  /** The number of probes that lets the fewest absent keys through: bits per key times ln 2. */
  static int probeCount(int bitsPerKey) {
    return Math.clamp(Math.round(bitsPerKey * Math.log(2)), 1, FilterLayout.MOST_PROBES);
  }

  private int lineCount() {
    long bits = (long) count * bitsPerKey;
    return (int) Math.max(1, (bits + FilterLayout.LINE_BITS - 1) / FilterLayout.LINE_BITS);
  }
}
