package dev.varve.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Off-heap memory with one named owner: a mapping or an allocation. Closing frees it; access
 * afterwards throws {@link IllegalStateException}, and so does a second close, which would be a bug
 * in the owner.
 *
 * <p>Any thread may access and close it. Closing costs some 20 microseconds (a handshake with all
 * threads) and belongs in background work.
 */
public final class MemoryRegion implements AutoCloseable {
  private final MemoryLedger ledger;
  private volatile String owner;
  private final Arena arena;
  private final MemorySegment segment;
  private final MappedPages pages;

  /**
   * Takes ownership of an arena whose memory {@code segment} describes.
   *
   * @param arena closed with this region; must be closeable by any thread
   */
  public MemoryRegion(MemoryLedger ledger, String owner, Arena arena, MemorySegment segment) {
    this(ledger, owner, arena, segment, MappedPages.IN_MEMORY);
  }

  /**
   * As the other, for the mapping of a file.
   *
   * @param pages the mapping's
   */
  public MemoryRegion(
      MemoryLedger ledger, String owner, Arena arena, MemorySegment segment, MappedPages pages) {
    this.ledger = ledger;
    this.owner = owner;
    this.arena = arena;
    this.segment = segment;
    this.pages = pages;
    ledger.add(owner, segment.byteSize());
  }

  /** The memory, valid until {@link #close}. */
  public MemorySegment segment() {
    return segment;
  }

  /** Length in bytes. */
  public long byteSize() {
    return segment.byteSize();
  }

  /** The pages, of which those of a mapping need not be in memory. */
  public MappedPages pages() {
    return pages;
  }

  /** Enters this memory under another owner's name; called by the holder alone. */
  public void handOver(String next) {
    ledger.add(next, segment.byteSize());
    ledger.subtract(owner, segment.byteSize());
    owner = next;
  }

  @Override
  public void close() {
    pages.closing();
    arena.close();
    ledger.subtract(owner, segment.byteSize());
  }

  @Override
  public String toString() {
    return owner + " (" + segment.byteSize() + " bytes)";
  }
}
