package dev.varve.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The operating system's files. A relative path is made absolute once, here, so that every call,
 * also those beside the Java library, means the same file.
 */
final class LocalFileSystem implements FileSystem {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final MemoryLedger memory;
  private final LocalPages pages = new LocalPages();

  LocalFileSystem(MemoryLedger memory) {
    this.memory = memory;
  }

  @Override
  public StorageFile create(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    FileChannel.open(absolute, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
    return new LocalFile(absolute, memory, pages, true);
  }

  @Override
  public StorageFile createPrivate(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    FileAttribute<?>[] attributes =
        absolute.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    FileChannel.open(
            absolute, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)
        .close();
    return new LocalFile(absolute, memory, pages, true);
  }

  @Override
  public StorageFile open(Path path) throws IOException {
    return new LocalFile(path.toAbsolutePath(), memory, pages, true);
  }

  @Override
  public StorageFile openReadOnly(Path path) throws IOException {
    return new LocalFile(path.toAbsolutePath(), memory, pages, false);
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
      try {
        Files.createDirectory(next);
      } catch (FileAlreadyExistsException taken) {
        // Another thread or process may have made it meanwhile, and not have synced it yet.
        if (!Files.isDirectory(next)) {
          NotDirectoryException file = new NotDirectoryException(next.toString());
          file.initCause(taken);
          throw file;
        }
      }
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
  public FileLock tryLock(Path path, String holder) throws IOException {
    return LocalLocks.exclusive(path.toAbsolutePath(), holder);
  }

  @Override
  public FileLock tryLockShared(Path path) throws IOException {
    return LocalLocks.shared(path.toAbsolutePath());
  }

  @Override
  public String lockHolder(Path path) {
    return LocalLocks.holder(path.toAbsolutePath());
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

  @Override
  public void reviewMemory() {
    pages.review();
  }

  @Override
  public boolean isInMemory() {
    return pages.areInMemory();
  }

  @Override
  public long memoryRoom() {
    return pages.room();
  }
}
