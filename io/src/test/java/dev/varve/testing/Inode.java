package dev.varve.testing;

import dev.varve.io.MemoryRegion;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * The contents of one file: as processes see them, and as storage holds them since the last sync.
 *
 * <p>What processes see lies in native memory, so that a mapping is a view of it. Memory that a
 * live mapping covers cannot move; a file that outgrows it continues in a further extent. The
 * extents belong to the garbage collector and stay as long as the file or any mapping of it.
 */
final class Inode implements Node {
  /** The unit in which a power loss keeps the old bytes, the new ones, or tears. */
  static final int SECTOR = 512;

  /** The unit in which the system knows what is dirty. */
  private static final int PAGE = 4096;

  private static final long GROWTH_LIMIT = 4L << 20;

  /** A contiguous piece of the file, with room behind its end if it is the last one. */
  private static final class Extent {
    final long start;
    final MemorySegment memory;

    Extent(long start, long capacity) {
      this.start = start;
      this.memory = Arena.ofAuto().allocate(capacity, PAGE);
    }

    long end() {
      return start + memory.byteSize();
    }
  }

  /** A range that is mapped; holds on to the memory under it. */
  private record Mapping(Extent extent, long offset, long length, boolean writable) {}

  private final List<Extent> extents = new ArrayList<>();
  private final List<Mapping> mappings = new ArrayList<>();
  private long length;

  /** Range of bytes that may differ from {@link #clean}, mapped ranges not included. */
  private long dirtyFrom = Long.MAX_VALUE;

  private long dirtyTo;

  /** Bytes on storage; only the first {@link #durableLength} count, the others are zero. */
  private byte[] durable = new byte[0];

  private long durableLength;

  /**
   * What the system believes to be on storage: the same array as {@link #durable}, until a sync
   * fails, after which the pages it dropped count as clean although storage never got them.
   */
  private byte[] clean = durable;

  synchronized long length() {
    return length;
  }

  synchronized void read(Path path, long position, MemorySegment target) throws EOFException {
    if (position + target.byteSize() > length) {
      throw new EOFException(path + " ends before offset " + (position + target.byteSize()));
    }
    for (long done = 0; done < target.byteSize(); ) {
      Extent extent = extentAt(position + done);
      long count = Math.min(target.byteSize() - done, extent.end() - (position + done));
      MemorySegment.copy(extent.memory, position + done - extent.start, target, done, count);
      done += count;
    }
  }

  synchronized void write(long position, MemorySegment source) {
    long end = position + source.byteSize();
    if (source.byteSize() == 0) {
      return;
    }
    grow(end);
    for (long done = 0; done < source.byteSize(); ) {
      Extent extent = extentAt(position + done);
      long count = Math.min(source.byteSize() - done, extent.end() - (position + done));
      MemorySegment.copy(source, done, extent.memory, position + done - extent.start, count);
      done += count;
    }
    dirty(position, end);
  }

  /** Makes the file at least that long; the new bytes are zero. */
  synchronized void grow(long newLength) {
    if (newLength <= length) {
      return;
    }
    reserve(newLength);
    for (long at = length; at < newLength; ) {
      Extent extent = extentAt(at);
      long count = Math.min(newLength, extent.end()) - at;
      extent.memory.asSlice(at - extent.start, count).fill((byte) 0);
      at += count;
    }
    dirty(length, newLength);
    length = newLength;
  }

  synchronized void truncate(long newLength) {
    if (newLength < length) {
      dirty(newLength, length);
      length = newLength;
    }
  }

  synchronized MemoryRegion map(
      Path path,
      boolean writable,
      long offset,
      long count,
      BiFunction<Arena, MemorySegment, MemoryRegion> region)
      throws IOException {
    if (offset + count > length) {
      throw new EOFException(path + " ends before offset " + (offset + count));
    }
    Extent extent = contiguous(path, offset, count);
    Mapping mapping = new Mapping(extent, offset, count, writable);
    Arena arena = Arena.ofShared();
    MemorySegment view = view(mapping, arena);
    mappings.add(mapping);
    return region.apply(arena, writable ? view : view.asReadOnly());
  }

  /** Brings contents and length to storage. */
  synchronized void sync() {
    dirtyMappings();
    sync(dirtyFrom, dirtyTo);
    allClean();
  }

  /** Brings the length and the pages of a range to storage. */
  synchronized void sync(long from, long to) {
    boolean droppedBefore = clean != durable;
    durable = resized(durable, durableLength, length);
    clean = droppedBefore ? resized(clean, clean.length, length) : durable;
    durableLength = length;
    long end = Math.min(length, (to + PAGE - 1) / PAGE * PAGE);
    for (long at = from / PAGE * PAGE; at < end; ) {
      Extent extent = extentAt(at);
      long part = Math.min(end, extent.end());
      syncRange(extent, at, part);
      at = part;
    }
  }

  /** Copies the pages of a range that differ from what the system believes to be on storage. */
  private void syncRange(Extent extent, long from, long to) {
    MemorySegment believed = MemorySegment.ofArray(clean);
    for (long at = from; at < to; ) {
      long same =
          MemorySegment.mismatch(
              extent.memory, at - extent.start, to - extent.start, believed, at, to);
      if (same < 0) {
        return;
      }
      long page = (at + same) / PAGE * PAGE;
      int count = (int) (Math.min(to, page + PAGE) - page);
      for (byte[] target : List.of(durable, clean)) {
        MemorySegment.copy(
            extent.memory, ValueLayout.JAVA_BYTE, page - extent.start, target, (int) page, count);
      }
      at = page + count;
    }
  }

  /** A sync that fails: the system forgets which pages were dirty, storage has none of them. */
  synchronized void failSync() {
    dirtyMappings();
    clean = bytes(0, length);
    allClean();
  }

  /** A copy with the same contents, synced and not. */
  synchronized Inode copy() {
    Inode copy = new Inode();
    dirtyMappings();
    copy.write(0, MemorySegment.ofArray(bytes(0, length)));
    copy.dirtyFrom = dirtyFrom;
    copy.dirtyTo = dirtyTo;
    copy.durable = durable.clone();
    copy.durableLength = durableLength;
    copy.clean = clean == durable ? copy.durable : clean.clone();
    return copy;
  }

  /** What a power loss now may leave of this file. */
  synchronized Inode afterPowerLoss(RandomGenerator random) {
    byte[] image = Arrays.copyOf(durable, (int) survivingLength(random));
    Arrays.fill(image, (int) Math.min(durableLength, image.length), image.length, (byte) 0);
    // Most sectors old, most new, or anything between: a fair coin per sector would never keep or
    // lose a large file as a whole.
    double newShare =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> 1;
          default -> random.nextDouble();
        };
    double tornShare = random.nextBoolean() ? 0 : 0.2;
    int common = (int) Math.min(image.length, length);
    byte[] now = bytes(0, common);
    for (int from = 0; from < common; from += SECTOR) {
      int to = Math.min(common, from + SECTOR);
      if (Arrays.equals(now, from, to, image, from, to)) {
        continue;
      }
      if (to - from > 1 && random.nextDouble() < tornShare) {
        int cut = random.nextInt(from + 1, to);
        if (random.nextBoolean()) {
          System.arraycopy(now, from, image, from, cut - from);
        } else {
          System.arraycopy(now, cut, image, cut, to - cut);
        }
      } else if (random.nextDouble() < newShare) {
        System.arraycopy(now, from, image, from, to - from);
      }
    }
    Inode survivor = new Inode();
    survivor.write(0, MemorySegment.ofArray(image));
    survivor.sync();
    return survivor;
  }

  private long survivingLength(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> durableLength;
      case 1 -> length;
      default ->
          // A file grows on storage little by little, but shrinks at once.
          length > durableLength
              ? random.nextLong(durableLength, length + 1)
              : random.nextBoolean() ? length : durableLength;
    };
  }

  @SuppressWarnings("restricted") // The view needs its own lifetime over the file's memory.
  private MemorySegment view(Mapping mapping, Arena arena) {
    long address = mapping.extent().memory.address() + mapping.offset() - mapping.extent().start;
    return MemorySegment.ofAddress(address)
        .reinterpret(mapping.length(), arena, _ -> unmap(mapping));
  }

  private synchronized void unmap(Mapping mapping) {
    // Or one equal to it: the list only says what is mapped, and how often.
    mappings.remove(mapping);
    if (mapping.writable()) {
      dirty(mapping.offset(), Math.min(length, mapping.offset() + mapping.length()));
    }
  }

  private void dirtyMappings() {
    for (Mapping mapping : mappings) {
      if (mapping.writable()) {
        dirty(mapping.offset(), mapping.offset() + mapping.length());
      }
    }
    dirtyTo = Math.min(dirtyTo, length);
    dirtyFrom = Math.min(dirtyFrom, dirtyTo) / PAGE * PAGE;
  }

  private void dirty(long from, long to) {
    dirtyFrom = Math.min(dirtyFrom, from);
    dirtyTo = Math.max(dirtyTo, to);
  }

  private void allClean() {
    dirtyFrom = Long.MAX_VALUE;
    dirtyTo = 0;
  }

  private byte[] bytes(long from, long to) {
    byte[] copy = new byte[Math.toIntExact(to - from)];
    for (long at = from; at < to; ) {
      Extent extent = extentAt(at);
      int count = (int) (Math.min(to, extent.end()) - at);
      MemorySegment.copy(
          extent.memory, ValueLayout.JAVA_BYTE, at - extent.start, copy, (int) (at - from), count);
      at += count;
    }
    return copy;
  }

  /** The array with room for {@code newLength} bytes and zeros behind the shorter length. */
  private static byte[] resized(byte[] bytes, long oldLength, long newLength) {
    int needed = Math.toIntExact(newLength);
    byte[] sized =
        needed <= bytes.length
            ? bytes
            : Arrays.copyOf(
                bytes, (int) Math.max(needed, Math.min(2L * needed, needed + GROWTH_LIMIT)));
    if (newLength < oldLength) {
      Arrays.fill(sized, needed, (int) oldLength, (byte) 0);
    }
    return sized;
  }

  private void reserve(long newLength) {
    Extent last = extents.isEmpty() ? null : extents.getLast();
    if (last != null && newLength <= last.end()) {
      return;
    }
    if (mappings.isEmpty()) {
      merge(0, extents.size(), newLength);
    } else {
      long start = last == null ? 0 : last.end();
      extents.add(new Extent(start, capacity(newLength - start)));
    }
  }

  private static long capacity(long needed) {
    long roomy = Math.min(2 * needed, needed + GROWTH_LIMIT);
    return (roomy + PAGE - 1) / PAGE * PAGE;
  }

  /** Puts one extent in place of those in {@code [from, to)}. */
  private void merge(int from, int to, long newEnd) {
    List<Extent> old = extents.subList(from, to);
    long start = old.isEmpty() ? 0 : old.getFirst().start;
    boolean last = to == extents.size();
    Extent merged = new Extent(start, last ? capacity(newEnd - start) : newEnd - start);
    for (Extent extent : old) {
      long count = Math.min(extent.end(), length) - extent.start;
      MemorySegment.copy(extent.memory, 0, merged.memory, extent.start - start, Math.max(0, count));
    }
    old.clear();
    extents.add(from, merged);
  }

  private Extent extentAt(long position) {
    int at = 0;
    while (extents.get(at).end() <= position) {
      at++;
    }
    return extents.get(at);
  }

  /** One extent that holds the whole range, made so if need be. */
  private Extent contiguous(Path path, long offset, long count) throws IOException {
    if (extents.isEmpty()) {
      reserve(1);
    }
    int first = 0;
    while (first < extents.size() - 1 && extents.get(first).end() <= offset) {
      first++;
    }
    int last = first;
    while (extents.get(last).end() < offset + count) {
      last++;
    }
    if (last > first) {
      long from = extents.get(first).start;
      long to = extents.get(last).end();
      for (Mapping mapping : mappings) {
        if (mapping.extent().start < to && mapping.extent().end() > from) {
          throw new IOException(
              path + " grew under a live mapping; this file system cannot map both as one range");
        }
      }
      merge(first, last + 1, to);
    }
    return extents.get(first);
  }
}
