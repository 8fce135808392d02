package dev.varve.testing;

import dev.varve.io.Access;
import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/** A handle of a file in a {@link MemoryFileSystem}. */
final class MemoryFile implements StorageFile {
  private final MemoryFileSystem files;
  private final Path path;
  private final Inode inode;
  private final boolean writable;
  private volatile boolean closed;

  MemoryFile(MemoryFileSystem files, Path path, Inode inode, boolean writable) {
    this.files = files;
    this.path = path;
    this.inode = inode;
    this.writable = writable;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long length() throws IOException {
    requireOpen();
    return inode.length();
  }

  @Override
  public void read(long position, MemorySegment target) throws IOException {
    requireOpen();
    requireNotNegative(position);
    inode.read(path, position, target);
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    requireWritable();
    requireNotNegative(position);
    files.operate(Operation.Kind.WRITE, path, () -> inode.write(position, source));
  }

  @Override
  public void preallocate(long length) throws IOException {
    requireWritable();
    if (length > inode.length()) {
      files.operate(Operation.Kind.PREALLOCATE, path, () -> inode.grow(length));
    }
  }

  @Override
  public void truncate(long length) throws IOException {
    requireWritable();
    requireNotNegative(length);
    files.operate(Operation.Kind.TRUNCATE, path, () -> inode.truncate(length));
  }

  @Override
  public void sync() throws IOException {
    sync(inode::sync);
  }

  /** Takes mappings for such of the whole file. */
  @Override
  public void sync(MemoryRegion mapping, long offset, long length) throws IOException {
    sync(() -> inode.sync(offset, offset + length));
  }

  private void sync(MemoryFileSystem.Effect sync) throws IOException {
    requireOpen();
    boolean synced = false;
    try {
      files.operate(Operation.Kind.SYNC, path, sync);
      synced = true;
    } finally {
      if (!synced) {
        inode.failSync();
      }
    }
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
    return inode.map(
        path,
        stores,
        offset,
        length,
        (arena, view) ->
            new MemoryRegion(
                files.memory(), owner, arena, view, files.pages().of(path, view, access)));
  }

  @Override
  public void release(long offset, long length) throws IOException {
    requireOpen();
    files.pages().note(MemoryPages.Kind.RELEASE, path, offset, length);
  }

  @Override
  public void close() {
    closed = true;
    files.closed(this);
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed) {
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
