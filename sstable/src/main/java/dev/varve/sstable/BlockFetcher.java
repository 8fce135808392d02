package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.io.PendingFault;
import dev.varve.sstable.block.Block;
import dev.varve.sstable.block.BlockLayout;
import dev.varve.sstable.block.BlockShape;
import dev.varve.sstable.block.MalformedBlockException;
import dev.varve.sstable.block.Scratch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Gets at the content of stored blocks: checks their checksums and decompresses them, both on
 * copies in scratch memory of its own, since neither may run over a mapping. For one thread.
 */
final class BlockFetcher implements AutoCloseable {
  /** The number of no data block. */
  static final int NO_BLOCK = -1;

  private static final long LINE_BYTES = 64;

  /** Header, words and columns of a block of 4 KiB with values of 100 bytes. */
  private static final int SEARCHED_LINES = 6;

  /** A byte of LZ4 stands for at most 255 bytes. */
  private static final long MOST_PER_BYTE = 255;

  private static final class Lz4 {
    static final LZ4SafeDecompressor DECOMPRESSOR = LZ4Factory.fastestInstance().safeDecompressor();
  }

  private final Block block = new Block();
  private final BlockCache.Frame frame = new BlockCache.Frame();
  private final CRC32C crc = new CRC32C();
  private final Scratch stored;
  private final Scratch plain;

  /** The block last asked for, {@link #NO_BLOCK} for none. */
  private int ordinal = NO_BLOCK;

  // Where the block last fetched lies: at most one is true, none for a copy of our own or no block.
  private boolean inPlace;
  private boolean shared;
  private MemorySegment segment;

  // Of the block located in the file, or of the frame peeked at.
  private long start;
  private int length;
  private boolean compressed;

  private SequentialInput sequential; // null: copies are made of the mapping

  /** Whether scratch memory may have to be given back. */
  private boolean large;

  @SuppressWarnings("UnusedVariable") // keeps the compiler from leaving out the loads
  private long touched;

  BlockFetcher(MemoryLedger memory, String owner) {
    stored = new Scratch(memory, owner);
    plain = new Scratch(memory, owner);
  }

  /** From now on copies are made of another input than the mapping; closed here. */
  void readFrom(SequentialInput input) {
    if (sequential != null) {
      sequential.close();
    }
    sequential = input;
  }

  /** Whether copies are made of another input than the mapping. */
  boolean readsBeside() {
    return sequential != null;
  }

  /** The block last fetched; the view is the same object each time. */
  Block block() {
    return block;
  }

  /** Memory that the block last fetched lies in. */
  MemorySegment segment() {
    return segment;
  }

  /** Whether the block last fetched lies in the mapping. */
  boolean isInPlace() {
    return inPlace;
  }

  /** Whether the block last fetched lies in the cache, where another one may replace it. */
  boolean isShared() {
    return shared;
  }

  /** Whether another block replaced the one last fetched, so that bytes read there do not count. */
  boolean isDisplaced() {
    return shared && !frame.isUnchanged();
  }

  /** Number of the data block last asked for, or {@link #NO_BLOCK}. */
  int ordinal() {
    return ordinal;
  }

  /** Forgets the block last asked for: {@link #segment} and {@link #block} mean nothing then. */
  void forget() {
    ask(NO_BLOCK);
  }

  /** Gives back scratch memory beyond twice {@link Scratch#KEPT_BYTES}, and forgets the block. */
  void trim() {
    forget();
    stored.trim();
    plain.trim();
    large = false;
  }

  /** Whether {@link #trim} has memory to give back. */
  boolean isLarge() {
    return large;
  }

  /**
   * Loads two words that a search is about to need. The loads do not wait for each other, whereas
   * the search would wait for one after the other.
   */
  void touch(MemorySegment memory, long first, long second) {
    touched = memory.get(BlockLayout.LONG, first) ^ memory.get(BlockLayout.LONG, second);
  }

  /**
   * Fetches a data block, in place if it is stored raw or in the cache. A raw block's checksum is
   * verified only if nobody did before. A block in the cache may be replaced by another one at any
   * time: see {@link #isDisplaced}.
   *
   * @param entry about the number of the first entry that is needed, or {@link Lookup#ANY_ENTRY}
   * @param keep whether a compressed block is worth its place in the cache; else it goes there only
   *     if there is room
   */
  void view(
      SSTableReader table, IndexAndFilter indexAndFilter, int itsOrdinal, int entry, boolean keep)
      throws CorruptionException {
    ask(itsOrdinal);
    // The cache first: a block that is there need not be looked up in the index.
    if (table.findCached(ordinal, frame)) {
      touch(table, frame.segment(), frame.offset(), frame.room(), entry);
      if (keep) {
        frame.mark();
      }
      wrapCached();
      return;
    }
    locate(table, indexAndFilter);
    if (compressed) {
      unpackAndKeep(table, keep);
    } else {
      touch(table, table.mapping(), start, length, entry);
      wrapInPlace(table);
    }
  }

  /**
   * Fetches a data block from the file, for the sake of one entry: in place if it is stored raw,
   * else a copy of our own.
   *
   * @param entry its number, or {@link Lookup#ANY_ENTRY}
   */
  void viewEntry(SSTableReader table, IndexAndFilter indexAndFilter, int itsOrdinal, int entry)
      throws CorruptionException {
    ask(itsOrdinal);
    locate(table, indexAndFilter);
    if (compressed) {
      unpackAndKeep(table, true);
      table.blockShape().learn(block);
    } else {
      touch(table, table.mapping(), start, length, entry);
      wrapInPlace(table);
    }
  }

  /**
   * Tells where a data block lies, in the mapping or the cache, without reading it: {@link
   * #segment} and {@link #within}. Another block may lie there by the time it is read.
   *
   * @return whether it lies in either
   */
  boolean peek(SSTableReader table, IndexAndFilter indexAndFilter, int itsOrdinal)
      throws CorruptionException {
    ask(itsOrdinal);
    locate(table, indexAndFilter);
    if (!compressed) {
      segment = table.mapping();
      return true;
    }
    if (!table.findCached(ordinal, frame)) {
      return false;
    }
    segment = frame.segment();
    start = frame.offset();
    length = frame.room();
    return true;
  }

  /** The place so far behind the start of the block, or the last that 8 bytes can be read at. */
  long within(long distance) {
    return start + Math.min(length - (long) Long.BYTES, distance);
  }

  /**
   * Looks for a data block in the cache, for the sake of one entry, and begins to load that. If it
   * is there, go on with {@link #wrapCached}.
   */
  boolean findCached(SSTableReader table, int itsOrdinal, int entry) {
    ask(itsOrdinal);
    if (!table.findCached(ordinal, frame)) {
      return false;
    }
    touch(table, frame.segment(), frame.offset(), frame.room(), entry);
    frame.mark();
    return true;
  }

  /**
   * Puts the view over the block found in the cache. Another block may be written over it at any
   * time, so results and failures of the view count only if it is not {@link #isDisplaced}
   * afterwards.
   */
  void wrapCached() {
    shared = true;
    segment = frame.segment();
    block.wrap(segment, frame.offset(), frame.length());
  }

  /** Copies a part of the block found in the cache to memory of our own, from offset 0 on. */
  void copyOut(long at, int partLength) {
    if (partLength < 0 || partLength > frame.length()) {
      throw new MalformedBlockException(partLength + " of " + frame.length() + " bytes");
    }
    MemorySegment.copy(segment, at, plain.fresh(partLength), 0, partLength);
    segment = plain.segment();
    large |= plain.isLarge();
  }

  /** Fetches a verified copy of a data block, which no truncation of the file can reach. */
  void copy(SSTableReader table, IndexAndFilter indexAndFilter, int itsOrdinal)
      throws CorruptionException {
    ask(itsOrdinal);
    locate(table, indexAndFilter);
    if (compressed) {
      unpack(table);
    } else {
      copyStored(table, plain);
      table.setVerified(ordinal);
      wrapCopy(length - BlockLayout.TRAILER_BYTES);
    }
  }

  @Override
  public void close() {
    readFrom(null);
    stored.close();
    plain.close();
  }

  /** Begins to fetch another block, so that no accessor speaks of the one before any more. */
  private void ask(int itsOrdinal) {
    ordinal = itsOrdinal;
    inPlace = false;
    shared = false;
  }

  private void wrapInPlace(SSTableReader table) throws CorruptionException {
    boolean verified = table.isVerified(ordinal);
    if (!verified) {
      verify(table);
    }
    inPlace = true;
    segment = table.mapping();
    block.wrap(segment, start, length - BlockLayout.TRAILER_BYTES);
    if (!verified) {
      table.setVerified(ordinal);
      table.blockShape().learn(block);
    }
  }

  /** Finds out where the block asked for lies in the file. */
  private void locate(SSTableReader table, IndexAndFilter indexAndFilter)
      throws CorruptionException {
    long handle = indexAndFilter.handle(ordinal);
    long end = table.endOf(indexAndFilter, ordinal);
    start = BlockHandle.offset(handle);
    compressed = BlockHandle.isCompressed(handle);
    long storedLength = end - start;
    if (storedLength <= BlockLayout.TRAILER_BYTES || storedLength > Integer.MAX_VALUE) {
      throw new CorruptionException(
          "block handle",
          table.path(),
          table.indexOffset(),
          "block " + ordinal + " within " + table.dataLength() + " bytes",
          start + "+" + storedLength);
    }
    length = (int) storedLength;
  }

  private void touch(
      SSTableReader table, MemorySegment memory, long at, int blockLength, int entry) {
    if (entry == Lookup.ANY_ENTRY) {
      touchBlock(memory, at, blockLength);
    } else {
      touchEntry(memory, at, blockLength, table.blockShape(), entry);
    }
  }

  /** Touches the lines of a block that its search may need. */
  private void touchBlock(MemorySegment memory, long at, int blockLength) {
    long last = blockLength - (long) Long.BYTES;
    for (int line = 0; line < SEARCHED_LINES; line += 2) {
      touch(
          memory,
          at + Math.min(last, line * LINE_BYTES),
          at + Math.min(last, (line + 1) * LINE_BYTES));
    }
  }

  /** Touches the lines of an entry, as far as can be told before they are there. */
  private void touchEntry(
      MemorySegment memory, long at, int blockLength, BlockShape shape, int entry) {
    long last = blockLength - (long) Long.BYTES;
    long value = shape.valueOffset(entry);
    touch(memory, at, at + Math.min(last, shape.wordOffset(entry)));
    touch(memory, at + Math.min(last, shape.restOffset(entry)), at + Math.min(last, value));
    touch(
        memory,
        at + Math.min(last, value + LINE_BYTES),
        at + Math.min(last, shape.sequenceOffset(entry)));
  }

  /** Verifies the block where it is. */
  private void verify(SSTableReader table) throws CorruptionException {
    MemorySegment mapping = table.mapping();
    int checked = length - Integer.BYTES;
    MappedChecksum.of(mapping, start, checked, crc, stored);
    int expected = mapping.get(BlockLayout.INT, start + checked);
    byte type = mapping.get(ValueLayout.JAVA_BYTE, start + checked - 1);
    require(table.path(), expected, type);
  }

  /** Copies the block with its trailer to the start of {@code target} and verifies it there. */
  private void copyStored(SSTableReader table, Scratch target) throws CorruptionException {
    MemorySegment copy = target.fresh(length + (long) BlockLayout.SLACK_BYTES);
    large |= target.isLarge();
    if (sequential == null) {
      MemorySegment.copy(table.mapping(), start, copy, 0, length);
      PendingFault.deliver();
    } else {
      sequential.copy(start, length, copy);
    }
    int checked = length - Integer.BYTES;
    crc.reset();
    crc.update(target.buffer().limit(checked).position(0));
    require(
        table.path(),
        copy.get(BlockLayout.INT, checked),
        copy.get(ValueLayout.JAVA_BYTE, checked - 1));
  }

  /** Compares a block's stored checksum and type with {@link #crc} and with the index. */
  private void require(Path path, int expectedChecksum, byte type) throws CorruptionException {
    int checksum = (int) crc.getValue();
    if (expectedChecksum != checksum) {
      throw CorruptionException.checksum("data block", path, start, expectedChecksum, checksum);
    }
    byte expectedType = compressed ? BlockLayout.LZ4 : BlockLayout.RAW;
    if (type != expectedType) {
      throw new CorruptionException(
          "data block type", path, start, Integer.toString(expectedType), Integer.toString(type));
    }
  }

  private void unpackAndKeep(SSTableReader table, boolean displace) throws CorruptionException {
    int plainLength = unpack(table);
    table.cache(ordinal, segment, plainLength, displace);
  }

  /** Fetches a compressed block: a verified copy, decompressed. Returns its length. */
  private int unpack(SSTableReader table) throws CorruptionException {
    copyStored(table, stored);
    Path path = table.path();
    MemorySegment source = stored.segment();
    int packedLength = length - BlockLayout.TRAILER_BYTES;
    int plainLength = source.get(BlockLayout.INT, 0);
    // No memory is allocated for a length that LZ4 cannot reach.
    if (packedLength < Integer.BYTES
        || plainLength < 0
        || plainLength > MOST_PER_BYTE * packedLength) {
      throw new CorruptionException(
          "LZ4 block", path, start, "a length", packedLength + " bytes, " + plainLength);
    }
    plain.fresh(plainLength + (long) BlockLayout.SLACK_BYTES);
    large |= plain.isLarge();
    ByteBuffer sourceBuffer = stored.buffer();
    sourceBuffer.limit(sourceBuffer.capacity());
    ByteBuffer targetBuffer = plain.buffer();
    targetBuffer.limit(targetBuffer.capacity());
    int decompressed;
    try {
      decompressed =
          Lz4.DECOMPRESSOR.decompress(
              sourceBuffer,
              Integer.BYTES,
              packedLength - Integer.BYTES,
              targetBuffer,
              0,
              plainLength);
    } catch (LZ4Exception wrong) {
      CorruptionException corruption =
          new CorruptionException("LZ4 block", path, start, plainLength + " bytes", "no LZ4");
      corruption.initCause(wrong);
      throw corruption;
    }
    if (decompressed != plainLength) {
      throw new CorruptionException(
          "LZ4 block", path, start, plainLength + " bytes", decompressed + " bytes");
    }
    wrapCopy(plainLength);
    return plainLength;
  }

  /** Views the content that was copied to the start of {@link #plain}. */
  private void wrapCopy(int contentLength) {
    segment = plain.segment();
    block.wrap(segment, 0, contentLength);
  }
}
