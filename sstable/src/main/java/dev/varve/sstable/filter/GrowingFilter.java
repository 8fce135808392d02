package dev.varve.sstable.filter;

import static dev.varve.sstable.filter.FilterLayout.INT;
import static dev.varve.sstable.filter.FilterLayout.LONG;

import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import java.lang.foreign.MemorySegment;

/**
 * A {@link BlockedBloomFilter} in memory of its own to which one thread adds keys while others
 * probe. A key shows to whoever has seen something that its adder published after adding it. More
 * keys than it was made for let more absent ones through, and none that is there is turned away.
 */
public final class GrowingFilter implements AutoCloseable {
  private static final int PROBES = 6;

  private final MemoryRegion region;
  private final BlockedBloomFilter filter;
  private final MemorySegment segment;

  /**
   * Creates an empty filter.
   *
   * @param owner names it in the ledger
   * @param lines of 64 bytes; good for some 50 keys each
   */
  public GrowingFilter(MemoryLedger ledger, String owner, int lines) {
    long length = (long) lines * FilterLayout.LINE_BYTES + FilterLayout.TAIL_BYTES;
    region = ledger.allocate(owner, length, FilterLayout.LINE_BYTES);
    segment = region.segment();
    long tail = length - FilterLayout.TAIL_BYTES;
    segment.set(INT, tail + FilterLayout.LINE_COUNT, lines);
    segment.set(INT, tail + FilterLayout.PROBE_COUNT, PROBES);
    filter = new BlockedBloomFilter(segment, 0, length);
  }

  /** Memory held, in bytes. */
  public long byteSize() {
    return region.byteSize();
  }

  /** Adds a key by its {@link KeyHash}. Only for the one thread that adds. */
  public void add(long hash) {
    long line = filter.lineOffset(hash);
    long probes = FilterLayout.probes(hash);
    for (int probe = 0; probe < PROBES; probe++) {
      long bit = probes >>> (Long.SIZE - FilterLayout.PROBE_BITS);
      long word = line + ((bit >>> 6) << 3);
      segment.set(LONG, word, segment.get(LONG, word) | 1L << bit);
      probes <<= FilterLayout.PROBE_BITS;
    }
  }

  /** Whether the key with this hash may have been added; if false, it was not. */
  public boolean mayContain(long hash) {
    return filter.mayContain(hash);
  }

  @Override
  public void close() {
    region.close();
  }
}
