package dev.varve.sstable;

import dev.varve.io.ByteReader;
import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.Env;
import dev.varve.io.FileSystem;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.io.PendingFault;
import dev.varve.io.StorageFile;
import dev.varve.sstable.block.BlockLayout;
import dev.varve.sstable.block.BlockShape;
import dev.varve.sstable.filter.KeyHash;
import dev.varve.sstable.filter.KeyLocator;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One open table, mapped as a whole. Owns the mapping, not the file.
 *
 * <p>Any thread may read, without locks. {@link #close} must come after the last read: reads later
 * on, or meanwhile, throw {@link IllegalStateException}, and so does a second close.
 *
 * <p>The index and a Bloom filter are copied to memory of the table's own, a key locator is read in
 * place; each is verified when it is first needed. A data block's checksum is verified when it is
 * first read; from then on it is trusted while it is read in place. Copies, which compressed blocks
 * and merges need, are verified each time; what is in the {@link BlockCache} was verified on its
 * way there.
 */
public final class SSTableReader implements AutoCloseable {
  private static final String OWNER = "sstable mapping";
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final FileSystem files;
  private final Path path;
  private final MemoryLedger memory;
  private final BlockCache cache;
  private final IndexBudget indexes;
  private final SSTableFooter footer;
  private final SSTableProperties properties;
  private final MemoryRegion region;
  private final MemorySegment mapping;

  /** One bit per data block whose checksum was right. Bits are only ever set, atomically. */
  private final long[] verified;

  private final BlockShape blockShape = new BlockShape();
  private volatile BlockCache.Blocks cached; // null before the first; written under this
  private volatile IndexAndFilter indexAndFilter; // null before the first use; written under this

  private SSTableReader(
      FileSystem files,
      Path path,
      MemoryLedger memory,
      TableReading reading,
      SSTableFooter footer,
      SSTableProperties properties,
      MemoryRegion region) {
    this.files = files;
    this.path = path;
    this.memory = memory;
    this.cache = reading.cache();
    this.indexes = reading.indexes();
    this.footer = footer;
    this.properties = properties;
    this.region = region;
    mapping = region.segment();
    verified = new long[(footer.dataBlockCount() + Long.SIZE - 1) / Long.SIZE];
  }

  /**
   * Opens a table: checks its length and footer, reads its properties and maps it.
   *
   * @param expectedLength the file's length as its writer reported it
   * @param reading what the table shares with others
   * @throws CorruptionException if length, footer or properties are wrong
   * @throws dev.varve.io.UnsupportedFormatException if the file has a version that this release
   *     does not read
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the file cannot be read or mapped
   */
  public static SSTableReader open(Env env, Path path, long expectedLength, TableReading reading)
      throws IOException {
    try (StorageFile file = env.files().openReadOnly(path)) {
      long length = file.length();
      if (length != expectedLength || length < SSTableFooter.FOOTER_BYTES) {
        throw new CorruptionException(
            "table length", path, 0, expectedLength + " bytes", length + " bytes");
      }
      byte[] footerBytes = new byte[SSTableFooter.FOOTER_BYTES];
      file.read(length - footerBytes.length, MemorySegment.ofArray(footerBytes));
      SSTableFooter footer = SSTableFooter.read(footerBytes, path, length);
      SSTableProperties properties = readProperties(file, footer);
      MemoryRegion region =
          file.map(StorageFile.MapMode.READ_ONLY, 0, length, OWNER, reading.access());
      return new SSTableReader(
          env.files(), path, env.memory(), reading, footer, properties, region);
    }
  }

  private static SSTableProperties readProperties(StorageFile file, SSTableFooter footer)
      throws IOException {
    byte[] bytes = new byte[footer.propertiesLength()];
    long offset = footer.propertiesOffset();
    file.read(offset, MemorySegment.ofArray(bytes));
    int contentLength = bytes.length - BlockLayout.TRAILER_BYTES;
    int checked = bytes.length - Integer.BYTES;
    if (contentLength < 0) {
      throw new CorruptionException(
          "properties", file.path(), offset, "a block", bytes.length + " bytes");
    }
    int expected = MemorySegment.ofArray(bytes).get(BlockLayout.INT, checked);
    int checksum = Crc32c.of(bytes, 0, checked);
    if (expected != checksum) {
      throw CorruptionException.checksum("properties", file.path(), offset, expected, checksum);
    }
    byte[] content = Arrays.copyOf(bytes, contentLength);
    return SSTableProperties.read(new ByteReader(content, file.path(), offset), footer);
  }

  /** The file's name. */
  public Path path() {
    return path;
  }

  /** The properties stored in the table. */
  public SSTableProperties properties() {
    return properties;
  }

  /** The hash of a user key that filters work on; equal for all tables. */
  public static long hash(byte[] userKey) {
    return KeyHash.of(userKey);
  }

  /** {@link #hash(byte[])} of a byte range. */
  public static long hash(MemorySegment segment, long offset, int length) {
    return KeyHash.of(segment, offset, length);
  }

  /**
   * Finds the newest entry of a user key that a snapshot sees: {@link #get(byte[], long, long,
   * Lookup)} with the hash computed here.
   */
  public boolean get(byte[] userKey, long snapshot, Lookup lookup) throws CorruptionException {
    return get(userKey, KeyHash.of(userKey), snapshot, lookup);
  }

  /**
   * Finds the newest entry of a user key that a snapshot sees, tombstones included. Asks the filter
   * first. Allocates nothing once the lookup's scratch memory has its size.
   *
   * @param hash {@link #hash} of the key
   * @param snapshot largest sequence number to be seen
   * @param lookup receives the entry
   * @return whether there is one
   * @throws CorruptionException if a part of the file that is needed is wrong or unreadable
   * @throws IllegalStateException if the table is closed
   */
  public boolean get(byte[] userKey, long hash, long snapshot, Lookup lookup)
      throws CorruptionException {
    lookup.clear();
    IndexAndFilter indexAndFilter = indexAndFilter();
    KeyLocator locator = indexAndFilter.keyLocator();
    try {
      if (locator == null && !indexAndFilter.mayContain(hash)) {
        if (indexAndFilter.isInPlace()) {
          confirmReads();
        }
        return false;
      }
      Lookup.Match match =
          locator != null
              ? locate(locator, indexAndFilter, userKey, hash, snapshot, lookup)
              : find(indexAndFilter, userKey, snapshot, lookup);
      confirmReads();
      if (match != Lookup.Match.FOUND) {
        return false;
      }
      lookup.accept(this);
      return true;
    } catch (InternalError | RuntimeException | CorruptionException wrong) {
      throw report(lookup.fetcher.ordinal(), wrong);
    }
  }

  /**
   * Begins to load the memory that {@link #get} of a key is going to need, and does not wait for
   * it. Worth it where the key is likely to be found. A read that fails is left to that {@link
   * #get}, which reports it if the answer depends on it.
   *
   * @throws CorruptionException if the table's index or filter is wrong or unreadable
   */
  public void prefetch(byte[] userKey, long hash, Lookup lookup) throws CorruptionException {
    IndexAndFilter indexAndFilter = indexAndFilter();
    KeyLocator locator = indexAndFilter.keyLocator();
    if (!isInMemory()) {
      prefetchFromDevice(indexAndFilter, userKey, hash, lookup);
      return;
    }
    try {
      if (locator == null) {
        indexAndFilter.prefetch(userKey, hash, lookup.fetcher);
      } else {
        long line = locator.line(hash);
        lookup.fetcher.touch(mapping, line, line);
      }
      PendingFault.deliver();
    } catch (InternalError fault) {
      MappingFaults.settle(fault);
    }
  }

  /** Filters and locators are read now: they are small beside the data, and mostly in memory. */
  private void prefetchFromDevice(IndexAndFilter loaded, byte[] userKey, long hash, Lookup lookup)
      throws CorruptionException {
    KeyLocator locator = loaded.keyLocator();
    try {
      if (locator != null) {
        long line = locator.line(hash);
        for (long slots = locator.matches(line, hash); slots != 0; slots &= slots - 1) {
          willNeedBlock(loaded, locator.block(locator.slot(line, slots)));
        }
      } else if (loaded.mayContain(hash)) {
        willNeedBlock(loaded, loaded.blockOf(userKey, InternalKey.MAX_SEQUENCE, lookup.fetcher));
      }
      PendingFault.deliver();
    } catch (InternalError fault) {
      MappingFaults.settle(fault);
    }
  }

  private Lookup.Match locate(
      KeyLocator locator,
      IndexAndFilter indexAndFilter,
      byte[] userKey,
      long hash,
      long snapshot,
      Lookup lookup)
      throws CorruptionException {
    long line = locator.line(hash);
    for (int looked = 0; looked < locator.lineCount(); looked++) {
      for (long slots = locator.matches(line, hash); slots != 0; slots &= slots - 1) {
        int slot = locator.slot(line, slots);
        int block = locator.block(slot);
        Lookup.Match match =
            lookup.search(this, indexAndFilter, block, locator.entry(slot), userKey, snapshot);
        if (match == Lookup.Match.FOUND) {
          return match;
        }
        if (match == Lookup.Match.TOO_NEW) {
          // Older ones follow, perhaps in the next block.
          return find(indexAndFilter, userKey, snapshot, lookup);
        }
      }
      if (!locator.isFull(line)) {
        break;
      }
      line = locator.lineAfter(line);
    }
    return Lookup.Match.ABSENT;
  }

  private Lookup.Match find(
      IndexAndFilter indexAndFilter, byte[] userKey, long snapshot, Lookup lookup)
      throws CorruptionException {
    int ordinal = indexAndFilter.blockOf(userKey, snapshot, lookup.fetcher);
    return ordinal == indexAndFilter.blockCount()
        ? Lookup.Match.ABSENT
        : lookup.search(this, indexAndFilter, ordinal, Lookup.ANY_ENTRY, userKey, snapshot);
  }

  /** Unmaps the file. */
  @Override
  public synchronized void close() {
    region.close();
    if (indexAndFilter != null) {
      indexAndFilter.close();
    }
    if (cached != null) {
      cache.forget(cached);
    }
  }

  /** Looks for a decompressed block in the cache. */
  boolean findCached(int ordinal, BlockCache.Frame found) {
    BlockCache.Blocks blocks = cached;
    return blocks != null && cache.find(blocks, ordinal, found);
  }

  /** Leaves a decompressed block in the cache, if need be in place of another one. */
  void cache(int ordinal, MemorySegment content, int length, boolean displace) {
    BlockCache.Blocks blocks = cached;
    if (blocks == null) {
      synchronized (this) {
        blocks = cached == null ? new BlockCache.Blocks(footer.dataBlockCount()) : cached;
        cached = blocks;
      }
    }
    cache.add(blocks, ordinal, content, length, displace);
  }

  /** Whether the table's pages are likely to be in memory. */
  public boolean isInMemory() {
    return region.pages().areInMemory();
  }

  /** Begins to bring a part of the file into memory. */
  void willNeed(long offset, long length) {
    if (length > 0) {
      region.pages().willNeed(offset, length);
    }
  }

  /**
   * Begins to bring the block into memory in which {@link SSTableCursor#seek} is going to look, if
   * it may have to come from the device.
   *
   * @throws CorruptionException if the table's index or filter is wrong or unreadable
   */
  public void prefetchSeek(byte[] userKey, long sequence, SSTableCursor cursor)
      throws CorruptionException {
    if (isInMemory()) {
      return;
    }
    IndexAndFilter loaded = indexAndFilter();
    try {
      willNeedBlock(loaded, loaded.blockOf(userKey, sequence, cursor.fetcher()));
      PendingFault.deliver();
    } catch (InternalError fault) {
      MappingFaults.settle(fault); // the seek reports it, if its answer depends on it
    }
  }

  private void willNeedBlock(IndexAndFilter loaded, int block) {
    if (block < loaded.blockCount()) {
      long start = BlockHandle.offset(loaded.handle(block));
      willNeed(start, endOf(loaded, block) - start);
    }
  }

  /** Where a data block ends in the file, its trailer included. */
  long endOf(IndexAndFilter loaded, int block) {
    return block + 1 < loaded.blockCount()
        ? BlockHandle.offset(loaded.handle(block + 1))
        : footer.dataLength();
  }

  /**
   * The file once more, to be read from its start to its end beside the mapping; {@code null} if
   * all of it is likely to be in memory, or it cannot be opened again: then the mapping serves.
   */
  SequentialInput sequentialInput(String owner) {
    if (isInMemory()) {
      return null;
    }
    try {
      return new SequentialInput(files.openReadOnly(path), footer.dataLength(), memory, owner);
    } catch (IOException _) {
      return null; // such as too many open files
    }
  }

  MemorySegment mapping() {
    return mapping;
  }

  /** Where the last data block ends. */
  long dataLength() {
    return footer.dataLength();
  }

  /** Where the index starts in the file. */
  long indexOffset() {
    return footer.indexOffset();
  }

  /**
   * Where a data block starts in the file; without one, or before the index is loaded, the filter.
   */
  private long offset(int ordinal) {
    IndexAndFilter loaded = indexAndFilter;
    if (loaded == null || ordinal < 0) {
      return footer.filterOffset();
    }
    try {
      long start = ordinal < loaded.blockCount() ? BlockHandle.offset(loaded.handle(ordinal)) : -1;
      PendingFault.deliver();
      return start >= 0 ? start : footer.filterOffset();
    } catch (InternalError | RuntimeException unreadable) {
      MappingFaults.settle(unreadable);
      return footer.indexOffset(); // in place, and cut like the block that was to be told of
    }
  }

  /** Whether the index is read in the mapping, so that reads of it need its guard. */
  boolean isIndexInPlace() {
    IndexAndFilter loaded = indexAndFilter;
    return loaded != null && loaded.isInPlace();
  }

  /**
   * Called after reads in place, before their results are trusted.
   *
   * <p>Where a file ends within a memory page, the rest of the page reads as zeros instead of
   * failing. But a file that was cut anywhere has lost its last bytes, the magic; so if that still
   * stands, all reads before it saw the file whole.
   *
   * @throws CorruptionException if the file was cut under the mapping
   */
  void confirmReads() throws CorruptionException {
    VarHandle.loadLoadFence();
    long at = mapping.byteSize() - Long.BYTES;
    long magic = mapping.get(BlockLayout.LONG, at);
    PendingFault.deliver();
    if (magic != SSTableFooter.MAGIC) {
      throw SSTableFooter.wrongMagic(path, at, magic);
    }
  }

  /** Where entries lie in the table's blocks, as far as the blocks are alike. */
  BlockShape blockShape() {
    return blockShape;
  }

  boolean isVerified(int ordinal) {
    return ((long) WORD.getOpaque(verified, ordinal >>> 6) & 1L << ordinal) != 0;
  }

  void setVerified(int ordinal) {
    if (!isVerified(ordinal)) {
      WORD.getAndBitwiseOr(verified, ordinal >>> 6, 1L << ordinal);
    }
  }

  /** The kind that a code in a data block stands for. */
  EntryKind kind(int code, int ordinal) throws CorruptionException {
    EntryKind kind = EntryKind.ofCode(code);
    if (kind == null) {
      throw new CorruptionException(
          "entry kind", path, offset(ordinal), "a known kind", Integer.toString(code));
    }
    return kind;
  }

  /**
   * {@link MappingFaults#report} of a read of a data block, or with {@link BlockFetcher#NO_BLOCK}
   * of the filter.
   */
  CorruptionException report(int ordinal, Throwable wrong) {
    return MappingFaults.report(path, offset(ordinal), wrong);
  }

  /** The table's filter and index, read and verified by whoever needs them first. */
  IndexAndFilter indexAndFilter() throws CorruptionException {
    IndexAndFilter loaded = indexAndFilter;
    return loaded != null ? loaded : loadIndexAndFilter();
  }

  private synchronized IndexAndFilter loadIndexAndFilter() throws CorruptionException {
    if (indexAndFilter == null) {
      try {
        IndexAndFilter loaded = IndexAndFilter.load(memory, indexes, path, mapping, footer);
        boolean whole = false;
        try {
          confirmReads();
          whole = true;
        } finally {
          if (!whole) {
            loaded.close();
          }
        }
        indexAndFilter = loaded;
      } catch (InternalError | RuntimeException | CorruptionException wrong) {
        throw MappingFaults.report(path, footer.indexOffset(), wrong);
      }
    }
    return indexAndFilter;
  }
}
