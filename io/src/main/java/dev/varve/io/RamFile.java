package dev.varve.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A handle of a file in a {@link RamFileSystem}. */
final class RamFile implements StorageFile {
  private final RamFileSystem files;
  private final Path path;
  private final RamInode inode;
  private final RamBytes bytes;
  private final boolean writable;
  private final AtomicBoolean closed = new AtomicBoolean();

  RamFile(RamFileSystem files, Path path, RamInode inode, boolean writable) {
    this.files = files;
    this.path = path;
    this.inode = inode;
    this.bytes = inode.bytes();
    this.writable = writable;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long length() throws IOException {
    requireOpen();
    return bytes.length();
  }

  @Override
  public void read(long position, MemorySegment target) throws IOException {
    requireOpen();
    requireNotNegative(position);
    bytes.read(path, position, target);
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    requireWritable();
    requireNotNegative(position);
    bytes.write(position, source);
  }

  @Override
  public void preallocate(long length) throws IOException {
    requireWritable();
    bytes.grow(length);
  }

  @Override
  public void truncate(long length) throws IOException {
    requireWritable();
    requireNotNegative(length);
    bytes.truncate(length);
  }

  @Override
  public void sync() throws IOException {
    requireOpen(); // and there is no storage
  }

  @Override
  public void sync(MemoryRegion mapping, long offset, long length) throws IOException {
    requireOpen();
  }

  @Override
  public MemoryRegion map(MapMode mode, long offset, long length, String owner, Access access)
      throws IOException {
    requireOpen();
    boolean stores = mode == MapMode.READ_WRITE;
    if (stores && !writable) {
      throw new NonWritableChannelException();
    }
    requireNotNegative(offset);
    requireNotNegative(length);
    return bytes.map(path, stores, offset, length, files.memory(), owner);
  }

  @Override
  public void release(long offset, long length) throws IOException {
    requireOpen(); // and the pages are all that there is
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      files.closed(inode);
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed.get()) {
      throw new ClosedChannelException();
    }
  }

  private void requireWritable() throws ClosedChannelException {
    requireOpen();
    if (!writable) {
      throw new NonWritableChannelException();
    }
  }

  private static void requireNotNegative(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative position or length: " + value);
    }
  }
}
