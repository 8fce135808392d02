package dev.varve.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** A file of an {@link OverlayFileSystem}: the one below until it is changed, then in memory. */
final class OverlayFile implements StorageFile {
  private final OverlayFileSystem files;
  private final Path path;
  private final MemoryLedger memory;
  private final StorageFile below; // null if the file was in memory from the start

  @GuardedBy("this")
  private OverlayContent own;

  @GuardedBy("this")
  private boolean closed;

  OverlayFile(
      OverlayFileSystem files,
      Path path,
      StorageFile below,
      OverlayContent own,
      MemoryLedger memory) {
    this.files = files;
    this.path = path;
    this.below = below;
    this.own = own;
    this.memory = memory;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public synchronized long length() throws IOException {
    requireOpen();
    return own == null ? below.length() : own.length();
  }

  @Override
  public synchronized void read(long position, MemorySegment target) throws IOException {
    requireOpen();
    if (own == null) {
      below.read(position, target);
    } else {
      own.read(path, position, target);
    }
  }

  @Override
  public synchronized void write(long position, MemorySegment source) throws IOException {
    own().write(position, source);
  }

  @Override
  public synchronized void preallocate(long length) throws IOException {
    if (length > length()) {
      own().resize(length);
    }
  }

  @Override
  public synchronized void truncate(long length) throws IOException {
    if (length < length()) {
      own().resize(length);
    }
  }

  @Override
  public synchronized void sync() throws IOException {
    requireOpen();
  }

  @Override
  public synchronized void sync(MemoryRegion mapping, long offset, long length) throws IOException {
    requireOpen();
  }

  @Override
  public synchronized MemoryRegion map(
      MapMode mode, long offset, long length, String owner, Access access) throws IOException {
    requireOpen();
    if (own == null && mode == MapMode.READ_ONLY) {
      return below.map(mode, offset, length, owner, access);
    }
    return new MemoryRegion(memory, owner, Arena.ofShared(), own().mapped(path, offset, length));
  }

  @Override
  public synchronized void release(long offset, long length) throws IOException {
    requireOpen();
    if (own == null) {
      below.release(offset, length);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (below != null) {
      below.close();
    }
  }

  @GuardedBy("this")
  private OverlayContent own() throws IOException {
    requireOpen();
    if (own == null) {
      own = files.copy(path);
    }
    return own;
  }

  @GuardedBy("this")
  private void requireOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }
}
