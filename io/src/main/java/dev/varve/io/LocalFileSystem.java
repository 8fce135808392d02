package dev.varve.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The operating system's files. */
final class LocalFileSystem implements FileSystem {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

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
    // A directory opened for reading can be synced on Linux and macOS, and this is the only way to
    // do it from Java.
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public FileLock tryLock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      // This process holds it already.
      locked = false;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? channel::close : null;
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
}
