package dev.varve.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Shows another file system's files and keeps every change in memory: the other file system is
 * never changed, nothing is durable, and all changes are gone with this object. So code that opens
 * files in order to read them can run as if it could write.
 *
 * <p>A file is copied to memory by its first change. Exclusive locks are shared ones below, so that
 * any number of these stand beside each other, and none beside a file system that writes. A lock
 * whose file does not exist is granted, since a writer creates that file before all others.
 * Directories cannot be renamed or deleted, and two names of one file part when they are changed.
 * Thread-safe.
 */
public final class OverlayFileSystem implements FileSystem {
  private final FileSystem below;
  private final MemoryLedger memory;

  /** Files that are in memory, and, without content, those that were deleted. */
  @GuardedBy("this")
  private final Map<Path, Optional<OverlayContent>> files = new HashMap<>();

  @GuardedBy("this")
  private final Set<Path> directories = new HashSet<>();

  /**
   * Creates an overlay without changes.
   *
   * @param memory where mappings of files in memory are entered
   */
  public OverlayFileSystem(FileSystem below, MemoryLedger memory) {
    this.below = below;
    this.memory = memory;
  }

  @Override
  public synchronized StorageFile create(Path path) throws IOException {
    Path key = key(path);
    if (exists(key)) {
      throw new FileAlreadyExistsException(key.toString());
    }
    if (!exists(key.getParent())) {
      throw new NoSuchFileException(key.toString());
    }
    OverlayContent content = new OverlayContent();
    files.put(key, Optional.of(content));
    return new OverlayFile(this, key, null, content, memory);
  }

  @Override
  public StorageFile open(Path path) throws IOException {
    return handle(key(path));
  }

  @Override
  public synchronized StorageFile openReadOnly(Path path) throws IOException {
    Path key = key(path);
    return files.containsKey(key) ? handle(key) : below.openReadOnly(key);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    OverlayContent content = copy(key(from));
    files.put(key(from), Optional.empty());
    files.put(key(to), Optional.of(content));
  }

  @Override
  public synchronized void link(Path existing, Path link) throws IOException {
    if (exists(link)) {
      throw new FileAlreadyExistsException(link.toString());
    }
    files.put(key(link), Optional.of(copy(key(existing))));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    handle(key(path)).close(); // there is such a file
    files.put(key(path), Optional.empty());
  }

  @Override
  public synchronized boolean exists(Path path) throws IOException {
    Path key = key(path);
    Optional<OverlayContent> own = files.get(key);
    return own != null ? own.isPresent() : directories.contains(key) || below.exists(key);
  }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    Path key = key(directory);
    Set<String> names =
        new TreeSet<>(
            directories.contains(key) && !below.exists(key) ? List.of() : below.list(key));
    files.forEach((file, content) -> {
      if (key.equals(file.getParent())) {
        if (content.isPresent()) {
          names.add(file.getFileName().toString());
        } else {
          names.remove(file.getFileName().toString());
        }
      }
    });
    for (Path made : directories) {
      if (key.equals(made.getParent())) {
        names.add(made.getFileName().toString());
      }
    }
    return List.copyOf(names);
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    List<Path> missing = new ArrayList<>();
    Path at = key(directory);
    for (; !exists(at); at = at.getParent()) {
      missing.add(at);
    }
    if (files.containsKey(at)) {
      throw new NotDirectoryException(at.toString());
    }
    if (!directories.contains(at)) {
      below.list(at); // which says so too if it is a file
    }
    directories.addAll(missing);
  }

  @Override
  public void syncDirectory(Path directory) {
    // Nothing is to outlive this object.
  }

  @Override
  public FileLock tryLock(Path path, String holder) throws IOException {
    return tryLockShared(path);
  }

  @Override
  public FileLock tryLockShared(Path path) throws IOException {
    try {
      return below.tryLockShared(path);
    } catch (NoSuchFileException _) {
      return () -> {}; // nobody has ever written, or a copy has left it out
    }
  }

  @Override
  public String lockHolder(Path path) {
    return below.lockHolder(path);
  }

  @Override
  public String bootId() {
    return below.bootId();
  }

  @Override
  public void reviewMemory() {
    below.reviewMemory();
  }

  @Override
  public boolean isInMemory() {
    return below.isInMemory(); // the files above are
  }

  @Override
  public long memoryRoom() {
    return below.memoryRoom();
  }

  /** The content of a file that is to be changed, from now on in memory. */
  synchronized OverlayContent copy(Path key) throws IOException {
    Optional<OverlayContent> own = files.get(key);
    if (own == null) {
      OverlayContent content = new OverlayContent();
      try (StorageFile file = below.openReadOnly(key)) {
        content.copy(file);
      }
      files.put(key, Optional.of(content));
      return content;
    }
    return own.orElseThrow(() -> new NoSuchFileException(key.toString()));
  }

  private synchronized StorageFile handle(Path key) throws IOException {
    return files.containsKey(key)
        ? new OverlayFile(this, key, null, copy(key), memory)
        : new OverlayFile(this, key, below.openReadOnly(key), null, memory);
  }

  private static Path key(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
