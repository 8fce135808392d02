package dev.varve.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A piece of native memory that files in memory, their forks and their mappings hold together. It
 * is given back with its last holder; where holders were forgotten, with this object. Thread-safe,
 * but for the bytes.
 */
final class RamExtent {
  private static final long ALIGNMENT_BYTES = 64;
  private static final Cleaner FORGOTTEN = Cleaner.create();

  /** Without it a mapping is a part of the extent: it may be used after its end, at no risk. */
  private static final boolean VIEWS = RamExtent.class.getModule().isNativeAccessEnabled();

  private final long start;
  private final MemorySegment memory;
  private final Cleaner.Cleanable owned;

  @GuardedBy("this")
  private int holders = 1;

  /**
   * Allocates zeroed memory, with one holder.
   *
   * @param start where it lies in the file
   */
  RamExtent(long start, long byteSize) {
    this.start = start;
    Arena arena = Arena.ofShared();
    boolean allocated = false;
    try {
      MemorySegment large =
          byteSize % HugePages.PAGE_BYTES == 0 ? HugePages.allocate(byteSize, arena) : null;
      memory = large == null ? arena.allocate(byteSize, ALIGNMENT_BYTES) : large;
      owned = FORGOTTEN.register(this, arena::close);
      allocated = true;
    } finally {
      if (!allocated) {
        arena.close();
      }
    }
  }

  long start() {
    return start;
  }

  /** Exclusive. */
  long end() {
    return start + memory.byteSize();
  }

  synchronized void hold() {
    assert holders > 0 : "memory that nobody holds";
    holders++;
  }

  void release() {
    boolean last;
    synchronized (this) {
      assert holders > 0 : "memory that nobody holds";
      last = --holders == 0;
    }
    if (last) {
      owned.clean();
    }
  }

  /** Fills the target from {@code at} on, as far as this extent goes, and returns how far. */
  long read(long position, MemorySegment target, long at) {
    long count = Math.min(target.byteSize() - at, end() - position);
    MemorySegment.copy(memory, position - start, target, at, count);
    return count;
  }

  /** Takes the source from {@code at} on, as far as this extent goes, and returns how far. */
  long write(long position, MemorySegment source, long at) {
    long count = Math.min(source.byteSize() - at, end() - position);
    MemorySegment.copy(source, at, memory, position - start, count);
    return count;
  }

  /** Takes over what lies in another extent, up to {@code to}. */
  void copy(RamExtent other, long to) {
    long count = Math.min(to, other.end()) - other.start;
    if (count > 0) {
      MemorySegment.copy(other.memory, 0, memory, other.start - start, count);
    }
  }

  void zero(long from, long to) {
    memory.asSlice(from - start, to - from).fill((byte) 0);
  }

  /**
   * A mapping, which holds this extent.
   *
   * @param closed called when the mapping has been closed
   */
  MemoryRegion map(
      MemoryLedger ledger,
      String owner,
      long position,
      long length,
      boolean writable,
      Runnable closed) {
    hold();
    Arena arena = Arena.ofShared();
    Runnable end =
        () -> {
          closed.run();
          release();
        };
    MemorySegment view =
        VIEWS ? view(position, length, arena, end) : memory.asSlice(position - start, length);
    return new MemoryRegion(
        ledger,
        owner,
        arena,
        writable ? view : view.asReadOnly(),
        VIEWS ? MappedPages.IN_MEMORY : new Ending(end));
  }

  /** Ends with the arena, and only then lets go of the memory under it. */
  @SuppressWarnings("restricted") // used only where native access is enabled
  private MemorySegment view(long position, long length, Arena arena, Runnable end) {
    return MemorySegment.ofAddress(memory.address() + position - start)
        .reinterpret(length, arena, _ -> end.run());
  }

  /** Pages of a mapping that has no end of its own. */
  private static final class Ending implements MappedPages {
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();

    Ending(Runnable end) {
      this.end = end;
    }

    @Override
    public void closing() {
      if (!ended.getAndSet(true)) { // a second close is the region's to refuse
        end.run();
      }
    }
  }
}
