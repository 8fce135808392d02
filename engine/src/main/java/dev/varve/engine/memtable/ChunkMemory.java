package dev.varve.engine.memtable;

import dev.varve.io.MemoryRegion;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Memory that only grows, until it is freed as a whole. An address is an int that counts units of 8
 * bytes; the upper bits choose a chunk. Chunks start small, so that a thousand idle partitions cost
 * little; each is about as large as all before together, up to those of the {@link ChunkPool}. So
 * no more than about half of what is held is still unused.
 *
 * <p>One writer allocates; readers may use any address that reached them through an acquiring load.
 */
final class ChunkMemory implements AutoCloseable {
  /** Address space of one chunk: 2^22 units of 8 bytes, 32 MiB, the largest allocation. */
  private static final int CHUNK_ADDRESS_BITS = 22;

  private static final int UNIT_SHIFT = 3;
  private static final int ADDRESS_MASK = (1 << CHUNK_ADDRESS_BITS) - 1;
  private static final int MAX_CHUNKS = 1 << (32 - CHUNK_ADDRESS_BITS);

  /** Room for the first node and a few records. */
  private static final int SMALLEST_CHUNK_BYTES = 4 << 10;

  /** What is held and not expected to be needed: a sixteenth. */
  private static final int EXPECTED_SHIFT = 4;

  private static final int CACHE_LINE_BYTES = 64;

  /** Largest allocation, in bytes. */
  static final int MAX_ALLOCATION_BYTES = 1 << (CHUNK_ADDRESS_BITS + UNIT_SHIFT);

  private final ChunkPool pool;
  private final int smallestBytes;
  private MemoryRegion[] regions = new MemoryRegion[4];
  private MemorySegment[] segments = new MemorySegment[4];
  private int chunkCount;
  private int nextOffset;
  private int chunkEnd;
  private volatile long allocatedBytes; // written by the writer alone

  /**
   * Begins without any chunk.
   *
   * @param expectedBytes what will be needed; if that is several large chunks, none is smaller
   */
  ChunkMemory(ChunkPool pool, long expectedBytes) {
    this.pool = pool;
    long part = Long.highestOneBit(expectedBytes >> EXPECTED_SHIFT);
    this.smallestBytes =
        expectedBytes >= 4 * ChunkPool.CHUNK_BYTES
            ? ChunkPool.CHUNK_BYTES
            : Math.toIntExact(Math.max(SMALLEST_CHUNK_BYTES, part));
  }

  /** Bytes taken from the system. */
  long allocatedBytes() {
    return allocatedBytes;
  }

  /** Bytes of it that were given out, gaps between allocations included; for the writer. */
  long usedBytes() {
    return allocatedBytes - (chunkEnd - nextOffset);
  }

  /** The chunk that holds an address. */
  MemorySegment segment(int address) {
    return segments[address >>> CHUNK_ADDRESS_BITS];
  }

  /** An address's byte offset in its chunk. */
  static long offset(int address) {
    return (long) (address & ADDRESS_MASK) << UNIT_SHIFT;
  }

  /**
   * Allocates bytes, with any content, that lie in one chunk. Never returns address 0, which stands
   * for "none".
   *
   * @param alignmentBytes 8 or 64
   */
  int allocate(int byteSize, int alignmentBytes) {
    int start = (nextOffset + alignmentBytes - 1) & -alignmentBytes;
    if (chunkCount == 0 || byteSize > chunkEnd - start) {
      addChunk(byteSize);
      start = nextOffset;
    }
    nextOffset = (start + byteSize + 7) & -8;
    return ((chunkCount - 1) << CHUNK_ADDRESS_BITS) | (start >>> UNIT_SHIFT);
  }

  @Override
  public void close() {
    for (int chunk = 0; chunk < chunkCount; chunk++) {
      pool.giveBack(regions[chunk]);
    }
    chunkCount = 0;
  }

  private void addChunk(int atLeastBytes) {
    if (atLeastBytes > MAX_ALLOCATION_BYTES - CACHE_LINE_BYTES || chunkCount == MAX_CHUNKS) {
      throw new IllegalArgumentException("cannot allocate " + atLeastBytes + " bytes");
    }
    long grown = Math.max(smallestBytes, Long.highestOneBit(allocatedBytes));
    int usualBytes = (int) Math.min(grown, ChunkPool.CHUNK_BYTES);
    int chunkBytes = Math.max(usualBytes, atLeastBytes + CACHE_LINE_BYTES);
    if (chunkCount == segments.length) {
      // Readers see the longer array through the release store that publishes the first address in
      // the new chunk.
      regions = Arrays.copyOf(regions, 2 * chunkCount);
      segments = Arrays.copyOf(segments, 2 * chunkCount);
    }
    regions[chunkCount] = pool.take(chunkBytes, CACHE_LINE_BYTES);
    segments[chunkCount] = regions[chunkCount].segment();
    chunkCount++;
    allocatedBytes = Math.addExact(allocatedBytes, chunkBytes);
    nextOffset = CACHE_LINE_BYTES;
    chunkEnd = chunkBytes;
  }
}
