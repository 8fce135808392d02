package dev.varve.engine.memtable;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * The large chunks of memtables: those of freed ones are kept for the next, and while chunks are
 * taken some more are made ready in the background. A writer that touched fresh memory itself would
 * wait for the system to find and clear it, milliseconds for a huge page. Thread-safe.
 */
public final class ChunkPool implements AutoCloseable {
  /** Appended to the owner's name for what is kept for reuse. */
  private static final String FREE = ".free";

  /** Length of the chunks that are kept. */
  static final int CHUNK_BYTES = 4 << 20;

  /** Chunks that are made ready ahead: some 100 ms of writing. */
  private static final int AHEAD = 4;

  private static final int SMALLEST_PAGE_BYTES = 4 << 10;

  private final MemoryLedger ledger;
  private final String owner;
  private final Executor background;
  private final int maxFree;

  @GuardedBy("this")
  private final ArrayDeque<MemoryRegion> free = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean refilling;

  @GuardedBy("this")
  private boolean closed;

  /**
   * Creates an empty pool.
   *
   * @param owner names the memory in the ledger; what is kept for reuse has {@code .free} behind it
   * @param background runs what the writer must not wait for
   * @param maxFreeBytes memory to keep for reuse; less than {@value #CHUNK_BYTES} for none
   */
  public ChunkPool(MemoryLedger ledger, String owner, Executor background, long maxFreeBytes) {
    this.ledger = ledger;
    this.owner = owner;
    this.background = background;
    this.maxFree = Math.toIntExact(maxFreeBytes / CHUNK_BYTES);
  }

  /**
   * A chunk with any content: a large one from the pool if that is its length, else a fresh one.
   */
  MemoryRegion take(int byteSize, int alignmentBytes) {
    if (byteSize != CHUNK_BYTES) {
      return ledger.allocate(owner, byteSize, alignmentBytes);
    }
    MemoryRegion chunk;
    boolean refill;
    synchronized (this) {
      chunk = free.poll();
      refill = !refilling && wantsMore();
      refilling |= refill;
    }
    if (refill) {
      background.execute(this::refill);
    }
    if (chunk == null) {
      return ledger.allocate(owner, byteSize, alignmentBytes);
    }
    chunk.handOver(owner);
    return chunk;
  }

  /** Takes a chunk back that nobody looks at any more. */
  void giveBack(MemoryRegion chunk) {
    if (chunk.byteSize() == CHUNK_BYTES) {
      synchronized (this) {
        if (!closed && free.size() < maxFree) {
          chunk.handOver(owner + FREE);
          free.push(chunk);
          return;
        }
      }
    }
    chunk.close();
  }

  /** Frees what is kept; what is given back later is freed at once. */
  @Override
  public synchronized void close() {
    closed = true;
    free.forEach(MemoryRegion::close);
    free.clear();
  }

  private void refill() {
    boolean more = true;
    while (more) {
      synchronized (this) {
        more = wantsMore();
        refilling = more;
      }
      if (more) {
        MemoryRegion chunk = ledger.allocate(owner, CHUNK_BYTES, SMALLEST_PAGE_BYTES);
        touch(chunk.segment());
        giveBack(chunk);
      }
    }
  }

  @GuardedBy("this")
  private boolean wantsMore() {
    return !closed && free.size() < Math.min(AHEAD, maxFree);
  }

  private static void touch(MemorySegment fresh) {
    for (long at = 0; at < fresh.byteSize(); at += SMALLEST_PAGE_BYTES) {
      fresh.set(ValueLayout.JAVA_BYTE, at, (byte) 0);
    }
  }
}
