package dev.varve.sstable;

import dev.varve.sstable.block.Scratch;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * CRC-32C of a range of a mapping, computed on copies of one chunk after the other: over the
 * mapping itself, the processor's instruction would take the process down if the file were
 * truncated.
 */
final class MappedChecksum {
  private static final int CHUNK_BYTES = 64 << 10;

  private MappedChecksum() {}

  /** Leaves the checksum in {@code crc}. The guard of the mapping is the caller's. */
  static void of(MemorySegment mapping, long offset, int length, CRC32C crc, Scratch scratch) {
    MemorySegment chunk = scratch.fresh(Math.min(CHUNK_BYTES, length));
    crc.reset();
    for (int done = 0; done < length; ) {
      int count = Math.min(CHUNK_BYTES, length - done);
      MemorySegment.copy(mapping, offset + done, chunk, 0, count);
      crc.update(scratch.buffer().limit(count).position(0));
      done += count;
    }
  }
}
