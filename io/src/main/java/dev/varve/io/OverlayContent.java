package dev.varve.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The bytes of a file that is only in memory. A segment that {@link #mapped} lends shares the bytes
 * as long as the file does not grow. Thread-safe.
 */
final class OverlayContent {
  private static final int ALIGNMENT_BYTES = 64;

  @GuardedBy("this")
  private MemorySegment bytes = allocate(0); // may be longer than the file

  @GuardedBy("this")
  private long length;

  synchronized long length() {
    return length;
  }

  /** Becomes a copy of a file. */
  synchronized void copy(StorageFile file) throws IOException {
    resize(file.length());
    file.read(0, bytes.asSlice(0, length));
  }

  synchronized void read(Path path, long position, MemorySegment target) throws EOFException {
    requireWithin(path, position, target.byteSize());
    target.copyFrom(bytes.asSlice(position, target.byteSize()));
  }

  synchronized void write(long position, MemorySegment source) {
    if (source.byteSize() == 0) {
      return; // not even the length changes
    }
    resize(Math.max(length, position + source.byteSize()));
    bytes.asSlice(position, source.byteSize()).copyFrom(source);
  }

  /** Cuts the file, or lets it grow by zeros. */
  synchronized void resize(long newLength) {
    if (newLength > bytes.byteSize()) {
      MemorySegment longer = allocate(Math.max(newLength, 2 * bytes.byteSize()));
      longer.asSlice(0, length).copyFrom(bytes.asSlice(0, length));
      bytes = longer;
    } else if (newLength < length) {
      bytes.asSlice(newLength, length - newLength).fill((byte) 0);
    }
    length = newLength;
  }

  synchronized MemorySegment mapped(Path path, long offset, long mappedLength) throws EOFException {
    requireWithin(path, offset, mappedLength);
    return bytes.asSlice(offset, mappedLength);
  }

  @GuardedBy("this")
  private void requireWithin(Path path, long position, long count) throws EOFException {
    if (position + count > length) {
      throw new EOFException(path + " ends before offset " + (position + count));
    }
  }

  /** Freed with the last reference, which a mapping may hold. */
  private static MemorySegment allocate(long byteSize) {
    return Arena.ofAuto().allocate(byteSize, ALIGNMENT_BYTES);
  }
}
