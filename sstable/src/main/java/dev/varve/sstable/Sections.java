package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.sstable.block.Block;
import dev.varve.sstable.block.BlockLayout;
import dev.varve.sstable.block.MalformedBlockException;
import dev.varve.sstable.block.SampledBlock;
import dev.varve.sstable.filter.BlockedBloomFilter;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A table's filter and index, copied out of its file and verified there. Reads then touch the
 * mapping for the data block alone, and a key that the filter turns away never does. Owns its
 * memory; any thread may read.
 */
final class Sections implements AutoCloseable {
  private static final String OWNER = "sstable index and filter";
  private static final int LINE_BYTES = 64;

  /** What {@link #blockOf} may touch behind the last handle. */
  private static final int SLACK_BYTES = LINE_BYTES + Long.BYTES;

  private final MemoryRegion region;
  private final SampledBlock index;
  private final BlockedBloomFilter filter; // null if the table has none
  private final long valuesAt;

  private Sections(MemoryRegion region, SampledBlock index, BlockedBloomFilter filter) {
    this.region = region;
    this.index = index;
    this.filter = filter;
    valuesAt = index.block().valueAt(0);
  }

  /**
   * Copies and verifies the sections of a mapped file.
   *
   * @throws CorruptionException if their bytes are wrong
   */
  static Sections load(MemoryLedger memory, Path path, MemorySegment mapping, TableLayout layout)
      throws CorruptionException {
    int filterBytes = -(-layout.filterLength() & -LINE_BYTES);
    MemoryRegion region =
        memory.allocate(
            OWNER,
            inLargePages((long) filterBytes + layout.indexLength() + SLACK_BYTES),
            LINE_BYTES);
    Sections sections = null;
    try {
      MemorySegment copies = region.segment();
      BlockedBloomFilter filter = null;
      if (layout.filterLength() > 0) {
        int length =
            copy("filter", path, mapping, layout.filterOffset(), layout.filterLength(), copies, 0);
        filter = new BlockedBloomFilter(copies, 0, length);
      }
      int length =
          copy(
              "index",
              path,
              mapping,
              layout.indexOffset(),
              layout.indexLength(),
              copies,
              filterBytes);
      Block index = new Block().wrap(copies, filterBytes, length);
      if (index.entryCount() != layout.dataBlockCount()) {
        throw new MalformedBlockException(
            "an index of " + index.entryCount() + " for " + layout.dataBlockCount() + " blocks");
      }
      sections = new Sections(region, new SampledBlock(index), filter);
      return sections;
    } finally {
      if (sections == null) {
        region.close();
      }
    }
  }

  /** Number of data blocks. */
  int blockCount() {
    return index.block().entryCount();
  }

  /**
   * The data block in which a search for an internal key begins; the number of blocks if its place
   * is behind the last one.
   *
   * @param fetcher will be asked for that block
   */
  int blockOf(byte[] userKey, long sequence, BlockFetcher fetcher) {
    int start = index.groupStart(userKey);
    touch(start, fetcher);
    return index.lowerBound(start, userKey, sequence);
  }

  /** Begins to load what {@link #mayContain} and {@link #blockOf} are going to look at. */
  void prefetch(byte[] userKey, long hash, BlockFetcher fetcher) {
    if (filter != null) {
      long line = filter.lineOffset(hash);
      fetcher.touch(region.segment(), line, line);
    }
    touch(index.groupStart(userKey), fetcher);
  }

  private void touch(int groupStart, BlockFetcher fetcher) {
    long words = index.block().wordOffset(groupStart);
    fetcher.touch(region.segment(), words, words + LINE_BYTES);
    long handles = valuesAt + (long) groupStart * Long.BYTES;
    fetcher.touch(region.segment(), handles, handles + LINE_BYTES);
  }

  /** Where a data block starts, and how it is stored; see {@link TableLayout#handle}. */
  long handle(int block) {
    return region.segment().get(BlockLayout.LONG, valuesAt + (long) block * Long.BYTES);
  }

  boolean mayContain(long hash) {
    return filter == null || filter.mayContain(hash);
  }

  @Override
  public void close() {
    region.close();
  }

  /**
   * Sizes that fill more than half of their last large page are rounded up to whole ones: then the
   * ledger can give them such pages, and the random places that reads touch here miss the
   * address-translation cache far less.
   */
  private static long inLargePages(long byteSize) {
    long rounded = -(-byteSize & -MemoryLedger.LARGE_PAGE_BYTES);
    return rounded - byteSize < MemoryLedger.LARGE_PAGE_BYTES / 2 ? rounded : byteSize;
  }

  /** Returns the length of the content. */
  private static int copy(
      String what,
      Path path,
      MemorySegment mapping,
      long offset,
      int storedLength,
      MemorySegment target,
      long targetOffset)
      throws CorruptionException {
    if (storedLength <= BlockLayout.TRAILER_BYTES) {
      throw new MalformedBlockException("a " + what + " of " + storedLength + " bytes");
    }
    MemorySegment.copy(mapping, offset, target, targetOffset, storedLength);
    MappingFaults.deliver();
    int checked = storedLength - Integer.BYTES;
    int expected = target.get(BlockLayout.INT, targetOffset + checked);
    int found = Crc32c.of(target.asSlice(targetOffset, checked));
    if (expected != found) {
      throw CorruptionException.checksum(what, path, offset, expected, found);
    }
    return storedLength - BlockLayout.TRAILER_BYTES;
  }
}
