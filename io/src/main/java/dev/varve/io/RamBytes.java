package dev.varve.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a file that is only in memory.
 *
 * <p>They lie in extents, one behind the other. A file grows by a further extent, since memory
 * under a mapping cannot move; what is to be mapped is made one extent before. Bytes of an extent
 * beyond the file's length are zero. A fork shares the extents until one of both is changed, which
 * gets a copy then.
 *
 * <p>Thread-safe.
 */
final class RamBytes {
  private static final long PAGE_BYTES = 4 << 10;

  /** A large file grows by so much at least: its extents stay few and their room is soon used. */
  private static final long LARGEST_GROWTH_BYTES = 8L << 20;

  @GuardedBy("this")
  private final List<RamExtent> extents;

  /** The extent under each mapping that is not closed. */
  @GuardedBy("this")
  private final List<RamExtent> mapped = new ArrayList<>();

  @GuardedBy("this")
  private int mappedForStores;

  @GuardedBy("this")
  private long length;

  /** Whether a fork may have the extents, too. */
  @GuardedBy("this")
  private boolean shared;

  /** No bytes. */
  RamBytes() {
    this(List.of(), 0, false);
  }

  private RamBytes(List<RamExtent> extents, long length, boolean shared) {
    this.extents = new ArrayList<>(extents);
    this.length = length;
    this.shared = shared;
  }

  synchronized long length() {
    return length;
  }

  synchronized void read(Path path, long position, MemorySegment target) throws EOFException {
    requireWithin(path, position, target.byteSize());
    for (long done = 0; done < target.byteSize(); ) {
      done += extents.get(extentAt(position + done)).read(position + done, target, done);
    }
  }

  synchronized void write(long position, MemorySegment source) {
    if (source.byteSize() == 0) {
      return; // not even the length changes
    }
    own();
    long end = position + source.byteSize();
    reserve(end);
    for (long done = 0; done < source.byteSize(); ) {
      done += extents.get(extentAt(position + done)).write(position + done, source, done);
    }
    length = Math.max(length, end);
  }

  /** Makes the file at least that long; the new bytes are zero. */
  synchronized void grow(long newLength) {
    if (newLength > length) {
      own();
      reserve(newLength);
      length = newLength;
    }
  }

  synchronized void truncate(long newLength) {
    if (newLength >= length) {
      return;
    }
    if (newLength > 0) {
      own();
    }
    while (!extents.isEmpty() && extents.getLast().start() >= newLength) {
      extents.removeLast().release();
    }
    if (extents.isEmpty()) {
      shared = false;
    } else {
      extents.getLast().zero(newLength, Math.min(length, extents.getLast().end()));
    }
    length = newLength;
  }

  /**
   * Maps a range.
   *
   * @throws EOFException if the file ends before
   * @throws IOException if it grew while a part of the range was mapped already
   */
  synchronized MemoryRegion map(
      Path path, boolean stores, long position, long count, MemoryLedger ledger, String owner)
      throws IOException {
    requireWithin(path, position, count);
    if (stores) {
      own();
    }
    RamExtent extent = contiguous(path, position, count);
    MemoryRegion region =
        extent.map(ledger, owner, position, count, stores, () -> unmapped(extent, stores));
    mapped.add(extent);
    mappedForStores += stores ? 1 : 0;
    return region;
  }

  private synchronized void unmapped(RamExtent extent, boolean stores) {
    mapped.remove(extent);
    mappedForStores -= stores ? 1 : 0;
  }

  /**
   * The same bytes as another file's, which changes apart from this one. Costs some hundred
   * nanoseconds, and a copy of the file where one of both is changed later.
   *
   * @throws IllegalStateException if the file is mapped for stores, which nobody would notice
   */
  synchronized RamBytes fork() {
    if (mappedForStores > 0) {
      throw new IllegalStateException("mapped for stores");
    }
    extents.forEach(RamExtent::hold);
    shared = true;
    return new RamBytes(extents, length, true);
  }

  /** Lets go of all memory that is not mapped; nobody has the file any more. */
  synchronized void release() {
    extents.forEach(RamExtent::release);
    extents.clear();
    length = 0;
  }

  @GuardedBy("this")
  private void own() {
    if (shared && !extents.isEmpty()) {
      merge(0, extents.size());
    }
    shared = false;
  }

  @GuardedBy("this")
  private void reserve(long newLength) {
    long end = extents.isEmpty() ? 0 : extents.getLast().end();
    if (newLength > end) {
      long needed = newLength - end;
      long growth = Math.clamp(end, needed, Math.max(needed, LARGEST_GROWTH_BYTES));
      extents.add(new RamExtent(end, rounded(growth)));
    }
  }

  /** Whole pages, and large ones if there is more than one of these. */
  private static long rounded(long bytes) {
    long page = bytes >= HugePages.PAGE_BYTES ? HugePages.PAGE_BYTES : PAGE_BYTES;
    return (Math.max(1, bytes) + page - 1) / page * page;
  }

  /** Puts one extent in place of those in {@code [from, to)}. */
  @GuardedBy("this")
  private void merge(int from, int to) {
    List<RamExtent> old = extents.subList(from, to);
    long start = old.getFirst().start();
    boolean last = to == extents.size();
    long byteSize = last ? rounded(length - start) : old.getLast().end() - start;
    RamExtent merged = new RamExtent(start, byteSize);
    for (RamExtent extent : old) {
      merged.copy(extent, length);
      extent.release();
    }
    old.clear();
    extents.add(from, merged);
  }

  @GuardedBy("this")
  private int extentAt(long position) {
    int at = 0;
    while (extents.get(at).end() <= position) {
      at++;
    }
    return at;
  }

  /** One extent that holds the whole range, made so if need be. */
  @GuardedBy("this")
  private RamExtent contiguous(Path path, long position, long count) throws IOException {
    if (extents.isEmpty()) {
      reserve(1);
    }
    // A range of nothing may lie at the end of all extents.
    int first = position < extents.getLast().end() ? extentAt(position) : extents.size() - 1;
    int last = first;
    while (extents.get(last).end() < position + count) {
      last++;
    }
    if (last > first) {
      for (RamExtent extent : extents.subList(first, last + 1)) {
        if (mapped.contains(extent)) {
          throw new IOException(
              path + " grew under a live mapping; files in memory cannot map both as one range");
        }
      }
      merge(first, last + 1);
    }
    return extents.get(first);
  }

  @GuardedBy("this")
  private void requireWithin(Path path, long position, long count) throws EOFException {
    if (position + count > length) {
      throw new EOFException(path + " ends before offset " + (position + count));
    }
  }
}
