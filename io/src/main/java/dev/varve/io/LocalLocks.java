package dev.varve.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * Locks of files that this process holds. Known to all of the process, as the operating system's
 * locks are; all methods synchronize on the class.
 *
 * <p>POSIX drops a process's lock on a file when the process closes <i>any</i> of its descriptors
 * of that file. So a file that is locked here is asked about by its identity and not opened a
 * second time, and one that another copy of this class has locked in this process stays open.
 */
final class LocalLocks {
  private static final int MAX_HOLDER_BYTES = 200;

  /** Locked files by identity. */
  @GuardedBy("LocalLocks.class")
  private static final Map<Object, Held> HELD = new HashMap<>();

  /** Channels of files that another copy of this class, of another class loader, had locked. */
  @GuardedBy("LocalLocks.class")
  private static final Map<Object, FileChannel> FOREIGN = new HashMap<>();

  /** A file's lock: one holder, or one and more that share it. */
  private static final class Held {
    final FileChannel channel;
    final String holder; // null if it is shared

    @GuardedBy("LocalLocks.class")
    int holders = 1;

    Held(FileChannel channel, String holder) {
      this.channel = channel;
      this.holder = holder;
    }
  }

  private LocalLocks() {}

  /** As {@link FileSystem#tryLock}. */
  static synchronized FileSystem.FileLock exclusive(Path path, String holder) throws IOException {
    if (!Files.exists(path)) {
      try {
        Files.createFile(path);
      } catch (FileAlreadyExistsException _) {
        // Another process was faster.
      }
    }
    Object file = identity(path);
    if (HELD.containsKey(file)) {
      return null;
    }
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        FileChannel channel = lock(path, file, false);
        if (channel == null || say(channel, holder)) {
          return channel == null ? null : hold(file, channel, holder);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Writes the holder's words into the file; returns whether the lock is still held: an interrupt
   * closes the channel.
   */
  private static boolean say(FileChannel channel, String holder) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException _) {
      return channel.isOpen(); // only a hint for others: on a full disk the lock does without
    }
    return true;
  }

  /** As {@link FileSystem#tryLockShared}. */
  static synchronized FileSystem.FileLock shared(Path path) throws IOException {
    Object file = identity(path);
    Held held = HELD.get(file);
    if (held != null) {
      if (held.holder != null) {
        return null;
      }
      held.holders++;
      return new Lock(file, held);
    }
    FileChannel channel = lock(path, file, true);
    return channel == null ? null : hold(file, channel, null);
  }

  /** As {@link FileSystem#lockHolder}. */
  static synchronized String holder(Path path) {
    try {
      Object file = identity(path);
      Held held = HELD.get(file);
      if (held != null) {
        return held.holder == null ? "" : held.holder;
      }
      if (FOREIGN.containsKey(file)) {
        return ""; // an interrupt would close that channel
      }
      // Not locked by this process, so that closing drops nothing.
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        return read(channel);
      }
    } catch (IOException _) {
      return ""; // only a hint
    }
  }

  /** A channel that has the lock, or {@code null} if somebody else has it. */
  @GuardedBy("LocalLocks.class")
  private static FileChannel lock(Path path, Object file, boolean shared) throws IOException {
    FileChannel foreign = FOREIGN.get(file);
    if (foreign != null) {
      try {
        foreign.tryLock(0, Long.MAX_VALUE, true);
      } catch (OverlappingFileLockException _) {
        return null;
      }
      // The other one in this process has let go, so that closing drops nothing of its.
      FOREIGN.remove(file);
      foreign.close();
    }
    FileChannel channel =
        shared
            ? FileChannel.open(path, StandardOpenOption.READ)
            : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean close = true;
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, shared) == null) {
        return null;
      }
      close = false;
      return channel;
    } catch (OverlappingFileLockException _) {
      FOREIGN.put(file, channel);
      close = false;
      return null;
    } finally {
      if (close) {
        channel.close();
      }
    }
  }

  @GuardedBy("LocalLocks.class")
  private static Lock hold(Object file, FileChannel channel, String holder) {
    Held held = new Held(channel, holder);
    HELD.put(file, held);
    return new Lock(file, held);
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_HOLDER_BYTES);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
  }

  private static Object identity(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    // Windows has no keys.
    return key != null ? key : path.toRealPath();
  }

  private static synchronized void release(Lock lock) throws IOException {
    if (lock.closed) {
      return;
    }
    lock.closed = true;
    Held held = lock.held;
    held.holders--;
    if (held.holders > 0) {
      return;
    }
    HELD.remove(lock.file);
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = held.channel) {
      if (held.holder != null) {
        say(channel, "");
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One holder's part of a lock. */
  private static final class Lock implements FileSystem.FileLock {
    private final Object file;
    private final Held held;

    @GuardedBy("LocalLocks.class")
    private boolean closed;

    Lock(Object file, Held held) {
      this.file = file;
      this.held = held;
    }

    @Override
    public void close() throws IOException {
      release(this);
    }
  }
}
