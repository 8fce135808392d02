package dev.varve.sstable.block;

import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Native memory that grows on demand and keeps its content; owns it. Growing doubles, so it is
 * rare; in between, use allocates nothing. For one thread.
 */
public final class Scratch implements AutoCloseable {
  private static final int LEAST_BYTES = 256;

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

  /** The memory as it is; empty before the first {@link #atLeast}. Valid until that grows it. */
  public MemorySegment segment() {
    return segment;
  }

  /** The same memory for interfaces that want a buffer; {@code null} while empty. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** The memory, grown to at least {@code byteSize}. */
  public MemorySegment atLeast(long byteSize) {
    if (byteSize > segment.byteSize()) {
      long grown = Math.max(LEAST_BYTES, Long.highestOneBit(byteSize - 1) << 1);
      MemoryRegion next = memory.allocate(owner, grown, Long.BYTES);
      MemorySegment.copy(segment, 0, next.segment(), 0, segment.byteSize());
      close();
      region = next;
      segment = next.segment();
      buffer = segment.asByteBuffer();
    }
    return segment;
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
}
