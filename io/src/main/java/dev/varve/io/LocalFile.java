package dev.varve.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;

/**
 * A file of the operating system. {@link FileChannel} closes itself when a thread in it is
 * interrupted; this class opens it again and repeats the call, so that an application's interrupt
 * cannot break the engine. What it opens must be the same file: if the name has come to mean
 * another one meanwhile, the call fails.
 */
final class LocalFile implements StorageFile {
  /**
   * Where storage cannot be had without writing. Small, for the page cache keeps what one call
   * writes as one unit, and a store through a mapping dirties all of it: after 1 MiB calls every
   * synced log record wrote 1 MiB (270-410 us against 106-139 us after 4 KiB calls). Pages of 16
   * KiB cost little more than those of 4 KiB at sync time and a third as much here.
   */
  private static final int ZERO_BYTES = 16 << 10;

  private interface ChannelCall<T> {
    T on(FileChannel channel) throws IOException;
  }

  private final Path path;
  private final MemoryLedger memory;
  private final LocalPages pages;
  private final boolean writable;

  /** What the operating system knows the file by; null where it does not tell. */
  private final Object identity;

  private volatile FileChannel channel;
  private volatile boolean closed;

  LocalFile(Path path, MemoryLedger memory, LocalPages pages, boolean writable) throws IOException {
    this.path = path;
    this.memory = memory;
    this.pages = pages;
    this.writable = writable;
    this.channel = openChannel();
    boolean opened = false;
    try {
      this.identity = identity();
      opened = true;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long length() throws IOException {
    return uninterrupted(FileChannel::size);
  }

  @Override
  public void read(long position, MemorySegment target) throws IOException {
    uninterrupted(channel -> {
      ByteBuffer rest = target.asByteBuffer();
      while (rest.hasRemaining()) {
        if (channel.read(rest, position + rest.position()) < 0) {
          throw new EOFException(path + " ends before offset " + (position + target.byteSize()));
        }
      }
      return null;
    });
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    uninterrupted(channel -> {
      ByteBuffer rest = source.asByteBuffer();
      while (rest.hasRemaining()) {
        channel.write(rest, position + rest.position());
      }
      return null;
    });
  }

  @Override
  public void preallocate(long length) throws IOException {
    if (length() >= length || (writable && NativeFile.reserve(path, identity, length))) {
      return;
    }
    // Written, not just extended: a full disk shows here, with its message.
    ByteBuffer zeros =
        ByteBuffer.allocateDirect((int) Math.min(ZERO_BYTES, Math.max(0, length - length())));
    for (long at = length(); at < length; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
      int count = zeros.limit();
      write(at, MemorySegment.ofBuffer(zeros));
      at += count;
    }
  }

  @Override
  public void truncate(long length) throws IOException {
    uninterrupted(channel -> channel.truncate(length));
  }

  @Override
  public void sync() throws IOException {
    uninterrupted(channel -> {
      channel.force(false);
      return null;
    });
  }

  @Override
  public void sync(MemoryRegion mapping, long offset, long length) throws IOException {
    try {
      mapping.segment().asSlice(offset, length).force();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public MemoryRegion map(MapMode mode, long offset, long length, String owner, Access access)
      throws IOException {
    if (offset + length > length()) {
      throw new EOFException(path + " ends before offset " + (offset + length));
    }
    FileChannel.MapMode channelMode =
        switch (mode) {
          case READ_ONLY -> FileChannel.MapMode.READ_ONLY;
          case READ_WRITE -> FileChannel.MapMode.READ_WRITE;
        };
    Arena arena = Arena.ofShared();
    boolean mapped = false;
    try {
      MemorySegment segment =
          uninterrupted(channel -> channel.map(channelMode, offset, length, arena));
      MemoryRegion region =
          new MemoryRegion(memory, owner, arena, segment, pages.of(segment, access));
      mapped = true;
      return region;
    } finally {
      if (!mapped) {
        arena.close();
      }
    }
  }

  @Override
  public void release(long offset, long length) {
    NativeFile.release(path, identity, offset, length);
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }

  private FileChannel openChannel() throws IOException {
    return FileChannel.open(
        path,
        writable
            ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
            : Set.of(StandardOpenOption.READ));
  }

  private <T> T uninterrupted(ChannelCall<T> call) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        FileChannel current = channel;
        try {
          return call.on(current);
        } catch (ClosedChannelException closedUnderUs) {
          reopen(current, closedUnderUs);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void reopen(FileChannel broken, ClosedChannelException cause)
      throws IOException {
    if (closed) {
      throw cause;
    }
    if (channel == broken) {
      FileChannel again = openChannel();
      boolean same = false;
      try {
        same = Objects.equals(identity, identity());
      } finally {
        if (!same) {
          again.close();
        }
      }
      if (!same) {
        throw new IOException(
            path + " names another file now, after an interrupt closed the one open here", cause);
      }
      channel = again;
    }
  }

  private Object identity() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      // Linux opens one for reading, and fails at the first read.
      throw new FileSystemException(path.toString(), null, "a directory in the place of a file");
    }
    return attributes.fileKey();
  }
}
