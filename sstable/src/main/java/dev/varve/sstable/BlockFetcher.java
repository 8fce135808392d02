package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Varints;
import dev.varve.sstable.block.Block;
import dev.varve.sstable.block.BlockLayout;
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
  private static final int CHUNK_BYTES = 64 << 10;

  private static final class Lz4 {
    static final LZ4SafeDecompressor DECOMPRESSOR = LZ4Factory.fastestInstance().safeDecompressor();
  }

  private final Block block = new Block();
  private final CRC32C crc = new CRC32C();
  private final Scratch stored;
  private final Scratch plain;
  private long offset;
  private int length;
  private boolean inPlace;

  BlockFetcher(MemoryLedger memory, String owner) {
    stored = new Scratch(memory, owner);
    plain = new Scratch(memory, owner);
  }

  /** The block last fetched; the view is the same object each time. */
  Block block() {
    return block;
  }

  /** Memory that the block last copied lies in. */
  MemorySegment copySegment() {
    return plain.segment();
  }

  /** Whether the block last viewed lies in the mapping. */
  boolean isInPlace() {
    return inPlace;
  }

  /** Offset in its file of the block last touched. */
  long offset() {
    return offset;
  }

  /**
   * Views a data block, in place if it is stored raw. Then its checksum is verified only if nobody
   * did before; a compressed block has to be copied anyway and is verified each time.
   *
   * @return the memory that the block lies in
   */
  MemorySegment view(SSTableReader table, Block index, int ordinal) throws CorruptionException {
    MemorySegment mapping = table.mapping();
    locate(table, index, ordinal);
    inPlace = mapping.get(ValueLayout.JAVA_BYTE, typeAt()) == BlockLayout.RAW;
    if (inPlace) {
      if (!table.isVerified(ordinal)) {
        verify(table, "data block", offset, length);
        table.setVerified(ordinal);
      }
      block.wrap(mapping, offset, length - BlockLayout.TRAILER_BYTES);
      return mapping;
    }
    copyStored(table, stored);
    return unpack(table.path());
  }

  /** Views a verified copy of a data block, which no truncation of the file can reach. */
  void copy(SSTableReader table, Block index, int ordinal) throws CorruptionException {
    locate(table, index, ordinal);
    if (table.mapping().get(ValueLayout.JAVA_BYTE, typeAt()) == BlockLayout.RAW) {
      copyStored(table, plain);
      MemorySegment copy = plain.segment();
      // Looked at again, in the copy: the byte read before has not been verified.
      if (copy.get(ValueLayout.JAVA_BYTE, length - BlockLayout.TRAILER_BYTES) == BlockLayout.RAW) {
        table.setVerified(ordinal);
        block.wrap(copy, 0, length - BlockLayout.TRAILER_BYTES);
        return;
      }
    }
    copyStored(table, stored);
    unpack(table.path());
  }

  /**
   * Verifies the checksum of a stored range, chunk by chunk.
   *
   * @param storedLength length with the trailer
   */
  void verify(SSTableReader table, String what, long at, int storedLength)
      throws CorruptionException {
    offset = at;
    MemorySegment mapping = table.mapping();
    MemorySegment chunk = stored.atLeast(Math.min(CHUNK_BYTES, storedLength));
    int checked = storedLength - Integer.BYTES;
    crc.reset();
    for (int done = 0; done < checked; ) {
      int count = Math.min(CHUNK_BYTES, checked - done);
      MemorySegment.copy(mapping, at + done, chunk, 0, count);
      crc.update(stored.buffer().limit(count).position(0));
      done += count;
    }
    int expected = mapping.get(BlockLayout.INT, at + checked);
    MappingFaults.deliver();
    requireEqual(table.path(), what, expected, (int) crc.getValue());
  }

  @Override
  public void close() {
    stored.close();
    plain.close();
  }

  private void locate(SSTableReader table, Block index, int ordinal) throws CorruptionException {
    long handleAt = index.restartValueAt(ordinal);
    MemorySegment mapping = table.mapping();
    offset = Varints.get(mapping, handleAt);
    long storedLength = Varints.get(mapping, handleAt + Varints.length(offset));
    if (offset < 0
        || storedLength <= BlockLayout.TRAILER_BYTES
        || storedLength > table.dataLength() - offset) {
      throw new CorruptionException(
          "block handle",
          table.path(),
          handleAt,
          "a block within " + table.dataLength() + " bytes",
          offset + "+" + storedLength);
    }
    length = (int) storedLength;
  }

  private long typeAt() {
    return offset + length - BlockLayout.TRAILER_BYTES;
  }

  /** Copies the block with its trailer to the start of {@code target} and verifies it there. */
  private void copyStored(SSTableReader table, Scratch target) throws CorruptionException {
    MemorySegment copy = target.atLeast(length);
    MemorySegment.copy(table.mapping(), offset, copy, 0, length);
    MappingFaults.deliver();
    int checked = length - Integer.BYTES;
    crc.reset();
    crc.update(target.buffer().limit(checked).position(0));
    requireEqual(
        table.path(), "data block", copy.get(BlockLayout.INT, checked), (int) crc.getValue());
  }

  private void requireEqual(Path path, String what, int expected, int found)
      throws CorruptionException {
    if (expected != found) {
      throw CorruptionException.checksum(what, path, offset, expected, found);
    }
  }

  /** Decompresses the verified block at the start of {@link #stored}. */
  private MemorySegment unpack(Path path) throws CorruptionException {
    MemorySegment source = stored.segment();
    int packedLength = length - BlockLayout.TRAILER_BYTES;
    byte type = source.get(ValueLayout.JAVA_BYTE, packedLength);
    int plainLength = source.get(BlockLayout.INT, 0);
    if (type != BlockLayout.LZ4 || packedLength < Integer.BYTES || plainLength < 0) {
      throw new CorruptionException(
          "data block type", path, offset, "1 (raw) or 2 (LZ4)", Integer.toString(type));
    }
    MemorySegment target = plain.atLeast(plainLength);
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
          new CorruptionException("LZ4 block", path, offset, plainLength + " bytes", "no LZ4");
      corruption.initCause(wrong);
      throw corruption;
    }
    if (decompressed != plainLength) {
      throw new CorruptionException(
          "LZ4 block", path, offset, plainLength + " bytes", decompressed + " bytes");
    }
    block.wrap(target, 0, plainLength);
    return target;
  }
}
