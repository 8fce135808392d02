package dev.varve.sstable.filter;

import static dev.varve.sstable.filter.FilterLayout.INT;
import static dev.varve.sstable.filter.FilterLayout.LONG;

import dev.varve.sstable.block.MalformedBlockException;
import java.lang.foreign.MemorySegment;

/**
 * A Bloom filter in which all bits of a key lie in one cache line (Putze, Sanders, Singler:
 * "Cache-, Hash- and Space-Efficient Bloom Filters", 2007, section 3), read in place. A probe
 * touches one line, whatever the answer.
 *
 * <p>Borrows its memory. Immutable; any thread may probe.
 */
public final class BlockedBloomFilter {
  private final MemorySegment segment;
  private final long offset;
  private final int lineCount;
  private final int probeCount;

  /**
   * Reads the filter that {@link FilterBuilder} wrote.
   *
   * @throws MalformedBlockException if the parts do not fit into {@code length}
   */
  public BlockedBloomFilter(MemorySegment segment, long offset, long length) {
    long tail = offset + length - FilterLayout.TAIL_BYTES;
    this.segment = segment;
    this.offset = offset;
    if (length < FilterLayout.TAIL_BYTES) {
      throw new MalformedBlockException("a filter of " + length + " bytes");
    }
    lineCount = segment.get(INT, tail + FilterLayout.LINE_COUNT);
    probeCount = segment.get(INT, tail + FilterLayout.PROBE_COUNT);
    if (lineCount < 1
        || (long) lineCount * FilterLayout.LINE_BYTES + FilterLayout.TAIL_BYTES != length
        || probeCount < 1
        || probeCount > FilterLayout.MOST_PROBES) {
      throw new MalformedBlockException(
          "a filter of " + lineCount + " lines, " + probeCount + " probes, " + length + " bytes");
    }
  }

  /** Where the line starts that a probe of this hash reads. */
  public long lineOffset(long hash) {
    return offset + FilterLayout.line(hash, lineCount) * FilterLayout.LINE_BYTES;
  }

  /** Whether the key with this hash may have been added; if false, it was not. */
  public boolean mayContain(long hash) {
    long line = lineOffset(hash);
    long probes = FilterLayout.probes(hash);
    long all = 1;
    // No early end: seven loads of one line cost less than a branch mispredicted.
    for (int probe = probeCount; probe > 0; probe--) {
      long bit = probes >>> (Long.SIZE - FilterLayout.PROBE_BITS);
      all &= segment.get(LONG, line + ((bit >>> 6) << 3)) >>> bit;
      probes <<= FilterLayout.PROBE_BITS;
    }
    return (all & 1) != 0;
  }
}
