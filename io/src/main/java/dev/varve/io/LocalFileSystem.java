package dev.varve.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The operating system's files. */
final class LocalFileSystem implements FileSystem {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /**
   * Identities of the files that this process has locked, and channels that must stay open. Shared
   * by all instances, as the operating system's locks are; guarded by itself.
   */
  private static final Set<Object> LOCKED = new HashSet<>();

  private final MemoryLedger memory;

  LocalFileSystem(MemoryLedger memory) {
    this.memory = memory;
  }

  @Override
  public StorageFile create(Path path) throws IOException {
    FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
    return new LocalFile(path, memory, true);
  }

  @Override
  public StorageFile open(Path path) throws IOException {
    return new LocalFile(path, memory, true);
  }

  @Override
  public StorageFile openReadOnly(Path path) throws IOException {
    return new LocalFile(path, memory, false);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void link(Path existing, Path link) throws IOException {
    Files.createLink(link, existing);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = directory.toAbsolutePath();
        at != null && !Files.isDirectory(at);
        at = at.getParent()) {
      missing.push(at);
    }
    for (Path next : missing) {
      Files.createDirectory(next);
      syncDirectory(next.getParent());
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        // A directory opened for reading can be synced on Linux and macOS, and this is the only way
        // to do it from Java.
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException _) {
          // An application's interrupt is no failure of storage: the next turn notes it and syncs.
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public FileLock tryLock(Path path) throws IOException {
    synchronized (LOCKED) {
      createIfMissing(path);
      // Asked before opening: POSIX drops a process's lock when the process closes any of its
      // descriptors of that file, so that opening and closing here would release the lock held.
      Object file = identity(path);
      if (LOCKED.contains(file)) {
        return null;
      }
      FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
      boolean close = true;
      try {
        if (channel.tryLock() == null) {
          return null;
        }
        LOCKED.add(file);
        close = false;
        return () -> unlock(file, channel);
      } catch (OverlappingFileLockException _) {
        // Held by this process through another copy of this class; see above for why it stays open.
        LOCKED.add(channel);
        close = false;
        return null;
      } finally {
        if (close) {
          channel.close();
        }
      }
    }
  }

  @Override
  public String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException _) {
      // Only Linux tells; callers then treat every restart as a possible power loss.
      return "";
    }
  }

  private static void unlock(Object file, FileChannel channel) throws IOException {
    synchronized (LOCKED) {
      if (channel.isOpen()) {
        LOCKED.remove(file);
        channel.close();
      }
    }
  }

  private static void createIfMissing(Path path) throws IOException {
    if (!Files.exists(path)) {
      try {
        Files.createFile(path);
      } catch (FileAlreadyExistsException _) {
        // Another process was faster.
      }
    }
  }

  private static Object identity(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    // Windows has no keys.
    return key != null ? key : path.toRealPath();
  }
}
