package dev.varve.sstable.block;

import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Native memory that grows on demand; owns it. Growing doubles up to {@link #KEPT_BYTES}, so it is
 * rare; in between, use allocates nothing. A larger use gets exactly its size, which the next small
 * use or {@link #trim} gives back. For one thread.
 */
public final class Scratch implements AutoCloseable {
  /**
   * Bytes that may stay between uses: room for a block of 64 KiB. Freeing and allocating more costs
   * little beside the decompression of a larger block.
   */
  public static final int KEPT_BYTES = 128 << 10;

  private static final int LEAST_BYTES = 256;
  private static final int PAGE_BYTES = 4096;

  private final MemoryLedger memory;
  private final String owner;
  private MemoryRegion region;
  private MemorySegment segment = MemorySegment.NULL;
  private ByteBuffer buffer;

  /** Creates empty scratch memory that reports itself as {@code owner}. */
  public Scratch(MemoryLedger memory, String owner) {
    this.memory = memory;
    this.owner = owner;
  }

  /** The memory as it is; empty before its first use. Valid until the next call but this. */
  public MemorySegment segment() {
    return segment;
  }

  /** The same memory for interfaces that want a buffer; {@code null} while empty. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** The memory with its content, grown to at least {@code byteSize}. */
  public MemorySegment atLeast(long byteSize) {
    if (byteSize > segment.byteSize()) {
      MemoryRegion next = allocate(byteSize);
      MemorySegment.copy(segment, 0, next.segment(), 0, segment.byteSize());
      close();
      hold(next);
    }
    return segment;
  }

  /** Memory of at least {@code byteSize}, whose content is arbitrary. */
  public MemorySegment fresh(long byteSize) {
    if (byteSize > segment.byteSize() || (isLarge() && byteSize <= KEPT_BYTES)) {
      close();
      hold(allocate(byteSize));
    }
    return segment;
  }

  /** Whether this holds more than {@link #KEPT_BYTES}. */
  public boolean isLarge() {
    return segment.byteSize() > KEPT_BYTES;
  }

  /** Gives the memory back if it is more than {@link #KEPT_BYTES}. */
  public void trim() {
    if (isLarge()) {
      close();
    }
  }

  /** Frees the memory; the scratch is empty and may be used again. */
  @Override
  public void close() {
    if (region != null) {
      region.close();
      region = null;
      segment = MemorySegment.NULL;
      buffer = null;
    }
  }

  private MemoryRegion allocate(long byteSize) {
    long rounded =
        byteSize > KEPT_BYTES
            ? -(-byteSize & -PAGE_BYTES)
            : Math.max(LEAST_BYTES, Long.highestOneBit(byteSize - 1) << 1);
    return memory.allocate(owner, rounded, Long.BYTES);
  }

  private void hold(MemoryRegion next) {
    region = next;
    segment = next.segment();
    buffer = segment.asByteBuffer();
  }
}
