package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.sstable.block.Block;
import dev.varve.sstable.block.BlockLayout;
import dev.varve.sstable.block.MalformedBlockException;
import dev.varve.sstable.block.SampledBlock;
import dev.varve.sstable.block.Scratch;
import dev.varve.sstable.filter.BlockedBloomFilter;
import dev.varve.sstable.filter.KeyLocator;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A table's filter and index, verified. The index and a Bloom filter are copied out of the file
 * while the budget for that lasts: reads then touch the mapping for the data block alone, and the
 * read of a key that the filter turns away never does. Beyond the budget they are read in the
 * mapping, as a key locator is, which is four times as large as a Bloom filter. Owns its memory;
 * any thread may read.
 */
final class IndexAndFilter implements AutoCloseable {
  private static final String OWNER = "sstable index and filter";
  private static final int LINE_BYTES = 64;

  /** Bytes that {@link #blockOf} may touch behind the last handle. */
  private static final int SLACK_BYTES = LINE_BYTES + Long.BYTES;

  private final MemoryRegion region; // null: index and filter are read in place
  private final IndexBudget budget;
  private final MemorySegment memory;
  private final SampledBlock index;
  private final BlockedBloomFilter filter; // null if the table has none
  private final KeyLocator locator; // null if the table has none
  private final long valuesAt;

  /** Bytes from the start of each block to that of the next; 0 if these are not all the same. */
  private final long blockStride;

  private IndexAndFilter(
      MemoryRegion region,
      IndexBudget budget,
      MemorySegment memory,
      SampledBlock index,
      BlockedBloomFilter filter,
      KeyLocator locator) {
    this.region = region;
    this.budget = budget;
    this.memory = memory;
    this.index = index;
    this.filter = filter;
    this.locator = locator;
    valuesAt = index.block().valueAt(0);
    blockStride = blockStride();
  }

  /**
   * Verifies the sections of a mapped file, and copies them as far as they are. Reads the mapping:
   * see {@link MappingFaults}, whose guard is the caller's.
   *
   * @throws CorruptionException if their bytes are wrong
   */
  static IndexAndFilter load(
      MemoryLedger memory,
      IndexBudget budget,
      Path path,
      MemorySegment mapping,
      SSTableFooter footer)
      throws CorruptionException {
    KeyLocator locator = keyLocator(memory, path, mapping, footer);
    long bytes = byteSize(locator, footer);
    if (!budget.take(bytes)) {
      return inPlace(memory, budget, path, mapping, footer, locator);
    }
    IndexAndFilter loaded = null;
    try {
      loaded = copied(memory, budget, path, mapping, footer, locator);
      return loaded;
    } finally {
      if (loaded == null) {
        budget.giveBack(bytes);
      }
    }
  }

  private static long byteSize(KeyLocator locator, SSTableFooter footer) {
    int filterBytes = locator != null ? 0 : -(-footer.filterLength() & -LINE_BYTES);
    return inLargePages((long) filterBytes + footer.indexLength() + SLACK_BYTES);
  }

  private static IndexAndFilter inPlace(
      MemoryLedger memory,
      IndexBudget budget,
      Path path,
      MemorySegment mapping,
      SSTableFooter footer,
      KeyLocator locator)
      throws CorruptionException {
    BlockedBloomFilter filter = null;
    if (locator == null && footer.filterLength() > 0) {
      int length =
          verify("filter", memory, path, mapping, footer.filterOffset(), footer.filterLength());
      filter = new BlockedBloomFilter(mapping, footer.filterOffset(), length);
    }
    int length = verify("index", memory, path, mapping, footer.indexOffset(), footer.indexLength());
    Block index = index(mapping, footer.indexOffset(), length, footer);
    return new IndexAndFilter(null, budget, mapping, new SampledBlock(index), filter, locator);
  }

  private static Block index(MemorySegment memory, long at, int length, SSTableFooter footer) {
    Block index = new Block().wrap(memory, at, length);
    if (index.entryCount() != footer.dataBlockCount()) {
      throw new MalformedBlockException(
          "an index of " + index.entryCount() + " for " + footer.dataBlockCount() + " blocks");
    }
    return index;
  }

  private static IndexAndFilter copied(
      MemoryLedger memory,
      IndexBudget budget,
      Path path,
      MemorySegment mapping,
      SSTableFooter footer,
      KeyLocator locator)
      throws CorruptionException {
    int filterBytes = locator != null ? 0 : -(-footer.filterLength() & -LINE_BYTES);
    MemoryRegion region = memory.allocate(OWNER, byteSize(locator, footer), LINE_BYTES);
    IndexAndFilter loaded = null;
    try {
      MemorySegment copies = region.segment();
      BlockedBloomFilter filter = null;
      if (filterBytes > 0) {
        int length =
            copy("filter", path, mapping, footer.filterOffset(), footer.filterLength(), copies, 0);
        filter = new BlockedBloomFilter(copies, 0, length);
      }
      int length =
          copy(
              "index",
              path,
              mapping,
              footer.indexOffset(),
              footer.indexLength(),
              copies,
              filterBytes);
      Block index = index(copies, filterBytes, length, footer);
      loaded = new IndexAndFilter(region, budget, copies, new SampledBlock(index), filter, locator);
      return loaded;
    } finally {
      if (loaded == null) {
        region.close();
      }
    }
  }

  private static KeyLocator keyLocator(
      MemoryLedger memory, Path path, MemorySegment mapping, SSTableFooter footer)
      throws CorruptionException {
    long offset = footer.filterOffset();
    int length = footer.filterLength() - BlockLayout.TRAILER_BYTES;
    // If these bytes are wrong, the checksum of either kind of filter will not match.
    if (length < 0 || !KeyLocator.isAt(mapping, offset, length)) {
      return null;
    }
    verify("filter", memory, path, mapping, offset, footer.filterLength());
    return new KeyLocator(mapping, offset, length);
  }

  /** Verifies a section where it is; returns the length of its content. */
  private static int verify(
      String what,
      MemoryLedger memory,
      Path path,
      MemorySegment mapping,
      long offset,
      int storedLength)
      throws CorruptionException {
    requireContent(what, storedLength);
    int checked = storedLength - Integer.BYTES;
    CRC32C crc = new CRC32C();
    try (Scratch scratch = new Scratch(memory, OWNER)) {
      MappedChecksum.of(mapping, offset, checked, crc, scratch);
    }
    int expected = mapping.get(BlockLayout.INT, offset + checked);
    if (expected != (int) crc.getValue()) {
      throw CorruptionException.checksum(what, path, offset, expected, (int) crc.getValue());
    }
    return storedLength - BlockLayout.TRAILER_BYTES;
  }

  private static void requireContent(String what, int storedLength) {
    if (storedLength <= BlockLayout.TRAILER_BYTES) {
      throw new MalformedBlockException("a " + what + " of " + storedLength + " bytes");
    }
  }

  /** The key locator, in the mapping; {@code null} if the table has none. */
  KeyLocator keyLocator() {
    return locator;
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

  /** Begins to load the lines that a get reads first where there is no key locator. */
  void prefetch(byte[] userKey, long hash, BlockFetcher fetcher) {
    if (filter != null) {
      long line = filter.lineOffset(hash);
      fetcher.touch(memory, line, line);
    }
    touch(index.groupStart(userKey), fetcher);
  }

  private void touch(int groupStart, BlockFetcher fetcher) {
    long words = index.block().wordOffset(groupStart);
    fetcher.touch(memory, words, words + LINE_BYTES);
    long handles = valuesAt + (long) groupStart * Long.BYTES;
    fetcher.touch(memory, handles, handles + LINE_BYTES);
  }

  /** Where a data block starts, and how it is stored; see {@link BlockHandle}. */
  long handle(int block) {
    return blockStride != 0 ? block * blockStride : storedHandle(block);
  }

  /** Where all blocks have one length, a get need not wait for the line of a handle. */
  private long blockStride() {
    int count = index.block().entryCount();
    long first = count == 1 ? 0 : storedHandle(1);
    for (int block = 0; block < count; block++) {
      if (storedHandle(block) != block * first) {
        return 0;
      }
    }
    return first;
  }

  private long storedHandle(int block) {
    return memory.get(BlockLayout.LONG, valuesAt + (long) block * Long.BYTES);
  }

  /** Whether reads here are reads of the mapping, whose guard they need. */
  boolean isInPlace() {
    return region == null;
  }

  boolean mayContain(long hash) {
    return filter == null || filter.mayContain(hash);
  }

  @Override
  public void close() {
    if (region != null) {
      region.close();
      budget.giveBack(region.byteSize());
    }
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
    requireContent(what, storedLength);
    MemorySegment.copy(mapping, offset, target, targetOffset, storedLength);
    int checked = storedLength - Integer.BYTES;
    int expected = target.get(BlockLayout.INT, targetOffset + checked);
    int checksum = Crc32c.of(target.asSlice(targetOffset, checked));
    if (expected != checksum) {
      throw CorruptionException.checksum(what, path, offset, expected, checksum);
    }
    return storedLength - BlockLayout.TRAILER_BYTES;
  }
}
