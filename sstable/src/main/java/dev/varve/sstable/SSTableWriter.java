package dev.varve.sstable;

import dev.varve.io.ByteWriter;
import dev.varve.io.Bytes;
import dev.varve.io.Crc32c;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import dev.varve.sstable.block.BlockBuilder;
import dev.varve.sstable.block.BlockLayout;
import dev.varve.sstable.filter.FilterBuilder;
import dev.varve.sstable.filter.KeyHash;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Writes one table, entry by entry in the order of internal keys. Owns the file until {@link
 * #finish} or {@link #abandon}; {@link #close} abandons what is not finished, so that a
 * try-with-resources leaves no half table behind.
 *
 * <p>The table exists for others after {@link #finish} and a sync of its directory, which is the
 * caller's to do. After an {@link IOException} only closing makes sense. For one thread.
 */
public final class SSTableWriter implements AutoCloseable {
  private static final String OWNER = "sstable writer";

  /**
   * Bytes per call to the system. Where a file system keeps what one call wrote in units as large
   * as the call, these are large pages, and a mapping of the file gets them too: a random read then
   * costs about half.
   */
  private static final int BUFFER_BYTES = (int) MemoryLedger.LARGE_PAGE_BYTES;

  private static final int FILTER_ALIGNMENT = 64;

  /** A block is padded to the block size if that takes at most this part of it. */
  private static final int MAX_PADDING_PART = 32;

  private static final byte[] ZEROS = new byte[FILTER_ALIGNMENT];

  private final Env env;
  private final Path path;
  private final SSTableOptions options;
  private final StorageFile file;
  private final MemoryRegion memory;
  private final BufferedOutput out;
  private final MemorySegment lastKey;
  private final BlockBuilder dataBlock = new BlockBuilder();
  private final BlockBuilder index = new BlockBuilder();
  private final FilterBuilder filter;
  private final LZ4Compressor compressor;
  private final ByteWriter content = new ByteWriter(1 << 13);
  private final ByteWriter compressed = new ByteWriter(1 << 13);
  private final MemorySegment handle = MemorySegment.ofArray(new byte[Long.BYTES]);

  /** Of the stored blocks' checksums so far. */
  private final Crc32c checksum = new Crc32c();

  private final long number;

  private byte[] compressTarget = new byte[0];
  private boolean open = true;

  /** Whether each data block so far takes the block size exactly. */
  private boolean pageAligned;

  private int lastKeyLength;
  private long lastSequence;
  private byte[] smallestKey;
  private long entryCount;
  private long userKeyCount;
  private long tombstoneCount;
  private long smallestSequence = InternalKey.MAX_SEQUENCE;
  private long largestSequence;

  private SSTableWriter(
      Env env,
      Path path,
      long number,
      SSTableOptions options,
      StorageFile file,
      MemoryRegion memory) {
    this.env = env;
    this.path = path;
    this.number = number;
    this.options = options;
    this.file = file;
    this.memory = memory;
    out = new BufferedOutput(file, memory.segment().asSlice(0, BUFFER_BYTES));
    lastKey = memory.segment().asSlice(BUFFER_BYTES);
    filter =
        options.filterBitsPerKey() == 0
            ? null
            : new FilterBuilder(options.filterBitsPerKey(), options.keyLocator());
    compressor =
        options.compression() == Compression.LZ4
            ? LZ4Factory.fastestInstance().fastCompressor()
            : null;
    pageAligned = compressor == null;
  }

  /**
   * Creates a table file that did not exist, of number 0.
   *
   * @throws IOException as {@link #create(Env, Path, long, SSTableOptions)}
   */
  public static SSTableWriter create(Env env, Path path, SSTableOptions options)
      throws IOException {
    return create(env, path, 0, options);
  }

  /**
   * Creates a table file that did not exist.
   *
   * @param number stated in the table's properties, so that it cannot be taken for another one
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   * @throws IOException if the file cannot be created
   */
  public static SSTableWriter create(Env env, Path path, long number, SSTableOptions options)
      throws IOException {
    StorageFile file = env.files().create(path);
    MemoryRegion memory = null;
    SSTableWriter writer = null;
    try {
      memory =
          env.memory().allocate(OWNER, BUFFER_BYTES + InternalKey.MAX_USER_KEY_LENGTH, Long.BYTES);
      writer = new SSTableWriter(env, path, number, options, file, memory);
      return writer;
    } finally {
      if (writer == null) {
        if (memory != null) {
          memory.close();
        }
        file.close();
        env.files().delete(path);
      }
    }
  }

  /**
   * Adds an entry behind all added before. Copies key and value.
   *
   * @param keyLength 1 to {@link InternalKey#MAX_USER_KEY_LENGTH}
   * @param sequence 0 to {@link InternalKey#MAX_SEQUENCE}
   * @param valueLength 0 to {@link InternalKey#MAX_VALUE_LENGTH}; 0 for a tombstone
   * @throws IllegalArgumentException if the entry does not sort behind the last one, or a length or
   *     the sequence number is out of bounds; the writer is unchanged
   * @throws IllegalStateException if the writer is finished or abandoned
   * @throws IOException if writing fails
   */
  public void add(
      MemorySegment key,
      long keyOffset,
      int keyLength,
      long sequence,
      EntryKind kind,
      MemorySegment value,
      long valueOffset,
      int valueLength)
      throws IOException {
    requireOpen();
    check(keyLength, sequence, kind, valueLength);
    int shared = Bytes.commonPrefix(lastKey, 0, lastKeyLength, key, keyOffset, keyLength);
    boolean sameKey = shared == keyLength && shared == lastKeyLength;
    checkOrder(key, keyOffset, keyLength, shared, sameKey, sequence);
    if (dataBlock.entryCount() > 0
        && dataBlock.contentBytesWith(keyLength, shared, sequence, kind.code(), valueLength)
            > options.blockBytes() - BlockLayout.TRAILER_BYTES) {
      finishDataBlock(true);
      addSeparator(key, keyOffset, keyLength, shared, sameKey);
    }
    dataBlock.add(
        key, keyOffset, keyLength, shared, sequence, kind.code(), value, valueOffset, valueLength);
    if (!sameKey) {
      userKeyCount++;
      if (filter != null) {
        filter.add(
            KeyHash.of(key, keyOffset, keyLength), index.entryCount(), dataBlock.entryCount() - 1);
      }
      if (entryCount == 0) {
        smallestKey = Bytes.copy(key, keyOffset, keyLength);
      }
      MemorySegment.copy(key, keyOffset + shared, lastKey, shared, keyLength - shared);
      lastKeyLength = keyLength;
    }
    lastSequence = sequence;
    entryCount++;
    tombstoneCount += kind == EntryKind.DELETE ? 1 : 0;
    smallestSequence = Math.min(smallestSequence, sequence);
    largestSequence = Math.max(largestSequence, sequence);
  }

  /** Number of entries added. */
  public long entryCount() {
    return entryCount;
  }

  /** About how long the file would be if it were finished now, before compression of the rest. */
  public long estimatedBytes() {
    return out.position()
        + dataBlock.contentBytes()
        + index.contentBytes()
        + (filter == null ? 0 : filter.estimatedBytes())
        + SSTableFooter.FOOTER_BYTES;
  }

  /**
   * Writes what is left, syncs the file and closes it.
   *
   * @return the properties that are stored in the table
   * @throws IllegalStateException if no entry was added, or the writer is finished or abandoned
   * @throws IOException if writing or syncing fails; the table must not be used
   */
  public SSTableProperties finish() throws IOException {
    requireOpen();
    if (entryCount == 0) {
      throw new IllegalStateException("a table has at least one entry");
    }
    finishDataBlock(false);
    long dataLength = out.position();
    addToIndex(lastKey, 0, lastKeyLength, 0);
    int dataBlockCount = index.entryCount();

    long filterOffset = writeFilter();
    int filterLength = sectionLength(filterOffset);

    long indexOffset = out.position();
    content.clear();
    index.finish(content);
    writeStored(content, BlockLayout.RAW);
    int indexLength = sectionLength(indexOffset);

    long propertiesOffset = out.position();
    content.clear();
    int ofSections = checksum.value();
    properties(0, dataBlockCount, ofSections).writeTo(content);
    writeStored(content, BlockLayout.RAW);
    int propertiesLength = sectionLength(propertiesOffset);

    long fileLength = out.position() + SSTableFooter.FOOTER_BYTES;
    content.clear();
    new SSTableFooter(
            dataLength,
            filterOffset,
            filterLength,
            indexOffset,
            indexLength,
            propertiesOffset,
            propertiesLength,
            dataBlockCount,
            fileLength,
            SSTableFooter.VERSION)
        .writeTo(content);
    out.write(content.array(), content.length());
    out.flush();
    file.sync();
    SSTableProperties properties = properties(fileLength, dataBlockCount, ofSections);
    release();
    return properties;
  }

  /**
   * Closes and deletes the file.
   *
   * @throws IllegalStateException if the writer is finished or abandoned
   * @throws IOException if the file cannot be closed or deleted; it may still be there
   */
  public void abandon() throws IOException {
    requireOpen();
    try {
      release();
    } finally {
      env.files().delete(path);
    }
  }

  /** Abandons the file unless it is finished or abandoned. */
  @Override
  public void close() throws IOException {
    if (open) {
      abandon();
    }
  }

  private void release() throws IOException {
    open = false;
    memory.close();
    file.close();
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException(path + " is finished or abandoned");
    }
  }

  private static void check(int keyLength, long sequence, EntryKind kind, int valueLength) {
    if (keyLength < 1 || keyLength > InternalKey.MAX_USER_KEY_LENGTH) {
      throw new IllegalArgumentException("a user key of " + keyLength + " bytes");
    }
    if (sequence < 0 || sequence > InternalKey.MAX_SEQUENCE) {
      throw new IllegalArgumentException("sequence number " + sequence);
    }
    if (valueLength < 0 || valueLength > InternalKey.MAX_VALUE_LENGTH) {
      throw new IllegalArgumentException("a value of " + valueLength + " bytes");
    }
    if (kind == EntryKind.DELETE && valueLength != 0) {
      throw new IllegalArgumentException("a tombstone with a value");
    }
  }

  private void checkOrder(
      MemorySegment key,
      long keyOffset,
      int keyLength,
      int shared,
      boolean sameKey,
      long sequence) {
    boolean inOrder;
    if (sameKey) {
      inOrder = sequence < lastSequence;
    } else if (shared == lastKeyLength) {
      inOrder = true; // an extension of the last key, or the first key at all
    } else {
      inOrder =
          shared < keyLength
              && (key.get(ValueLayout.JAVA_BYTE, keyOffset + shared) & 0xff)
                  > (lastKey.get(ValueLayout.JAVA_BYTE, shared) & 0xff);
    }
    if (!inOrder) {
      throw new IllegalArgumentException(
          "entry " + entryCount + " does not sort behind the last one");
    }
  }

  private void finishDataBlock(boolean more) throws IOException {
    long offset = out.position();
    assert !pageAligned || offset % options.blockBytes() == 0 : "a block at " + offset;
    content.clear();
    dataBlock.finish(content);
    if (more && pageAligned) {
      padToBlockSize();
    }
    boolean packed = compressor != null && compress();
    if (packed) {
      writeStored(compressed, BlockLayout.LZ4);
    } else {
      writeStored(content, BlockLayout.RAW);
    }
    handle.set(BlockLayout.LONG, 0, BlockHandle.of(offset, packed));
  }

  /**
   * Pads the block with zeros, so that the next one starts at a multiple of the block size, if that
   * costs little. Padding ends with the first block for which it costs more: from there on blocks
   * are not aligned, and a reader has to look up where each starts.
   */
  private void padToBlockSize() {
    int gap = options.blockBytes() - BlockLayout.TRAILER_BYTES - content.length();
    pageAligned = gap >= 0 && gap <= options.blockBytes() / MAX_PADDING_PART;
    for (int filled = 0; pageAligned && filled < gap; filled++) {
      content.putByte(0);
    }
  }

  /** Fills {@link #compressed}; whether it is worth being stored. */
  private boolean compress() {
    int length = content.length();
    int most = compressor.maxCompressedLength(length);
    if (compressTarget.length < most) {
      compressTarget = new byte[most];
    }
    int shrunk = compressor.compress(content.array(), 0, length, compressTarget, 0, most);
    compressed.clear();
    compressed.putInt(length).putBytes(compressTarget, 0, shrunk);
    return compressed.length() <= length - length / 8;
  }

  /**
   * Adds the index entry of the block just finished. Its key is at or behind the block's last and
   * before {@code key}, the first of the next, and as short as can easily be.
   */
  private void addSeparator(
      MemorySegment key, long keyOffset, int keyLength, int shared, boolean sameKey) {
    if (sameKey) {
      addToIndex(lastKey, 0, lastKeyLength, lastSequence);
    } else if (shared < lastKeyLength && shared + 1 < keyLength) {
      addToIndex(key, keyOffset, shared + 1, 0);
    } else {
      addToIndex(lastKey, 0, lastKeyLength, 0);
    }
  }

  private void addToIndex(MemorySegment key, long keyOffset, int keyLength, long sequence) {
    index.add(
        key,
        keyOffset,
        keyLength,
        index.sharedWithLast(key, keyOffset, keyLength),
        sequence,
        EntryKind.PUT.code(),
        handle,
        0,
        Long.BYTES);
  }

  private long writeFilter() throws IOException {
    if (filter == null) {
      return out.position();
    }
    int gap = (int) (-out.position() & (FILTER_ALIGNMENT - 1));
    out.write(ZEROS, gap);
    long offset = out.position();
    content.clear();
    filter.finish(content);
    writeStored(content, BlockLayout.RAW);
    return offset;
  }

  private int sectionLength(long offset) {
    return Math.toIntExact(out.position() - offset);
  }

  private void writeStored(ByteWriter bytes, byte type) throws IOException {
    bytes.putByte(type);
    bytes.putInt(Crc32c.of(bytes.array(), 0, bytes.length()));
    checksum.update(bytes.array(), bytes.length() - Integer.BYTES, Integer.BYTES);
    out.write(bytes.array(), bytes.length());
  }

  private SSTableProperties properties(long fileLength, int dataBlockCount, int ofSections) {
    return new SSTableProperties(
        fileLength,
        dataBlockCount,
        entryCount,
        userKeyCount,
        tombstoneCount,
        smallestSequence,
        largestSequence,
        smallestKey,
        Bytes.copy(lastKey, 0, lastKeyLength),
        number,
        ofSections);
  }
}
