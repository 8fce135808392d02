package dev.varve.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files in native memory and nowhere else: nothing is durable, a sync costs nothing, and all is
 * gone with {@link #close} or with this object. A file's memory is given back when it has been
 * deleted and its last handle and mapping are closed.
 *
 * <p>{@link #fork} gives a second file system with the same files in well under a millisecond. A
 * file is copied when one of the two changes it for the first time.
 *
 * <p>Differences to real files: a truncation under a live mapping shows as stale bytes, not as an
 * error; a file that grew under a live mapping may refuse to map old and new parts as one; and a
 * mapping for loads that is older than a fork does not show what is written after it.
 *
 * <p>Thread-safe. The root directory exists; others are made by {@link #createDirectories}.
 */
public final class RamFileSystem implements FileSystem, AutoCloseable {
  private static final MachineMemory MACHINE = new MachineMemory();

  private final MemoryLedger memory;

  @GuardedBy("this")
  private final RamDirectory root;

  @GuardedBy("this")
  private final Map<RamInode, List<Lock>> locks = new HashMap<>();

  /**
   * Creates an empty file system.
   *
   * @param memory where mappings are entered
   */
  public RamFileSystem(MemoryLedger memory) {
    this(memory, new RamDirectory());
  }

  private RamFileSystem(MemoryLedger memory, RamDirectory root) {
    this.memory = memory;
    this.root = root;
  }

  /** The ledger in which mappings are entered. */
  public MemoryLedger memory() {
    return memory;
  }

  /**
   * A file system with the same files, which change apart from these.
   *
   * @param ledger where the other's mappings are entered
   * @throws IllegalStateException if somebody has a lock or a mapping for stores: what he was about
   *     to write might be there in part
   */
  public synchronized RamFileSystem fork(MemoryLedger ledger) {
    if (!locks.isEmpty()) {
      throw new IllegalStateException("files that somebody has locked cannot be forked");
    }
    return new RamFileSystem(ledger, root.fork(new HashMap<>()));
  }

  /** Deletes all files and directories. */
  @Override
  public synchronized void close() {
    root.clear();
  }

  @Override
  public synchronized StorageFile create(Path path) throws IOException {
    Path absolute = absolute(path);
    requireFree(absolute);
    RamInode file = new RamInode(new RamBytes());
    root.set(absolute, file);
    return handle(absolute, file, true);
  }

  @Override
  public synchronized StorageFile open(Path path) throws IOException {
    Path absolute = absolute(path);
    return handle(absolute, root.requireFile(absolute), true);
  }

  @Override
  public synchronized StorageFile openReadOnly(Path path) throws IOException {
    Path absolute = absolute(path);
    return handle(absolute, root.requireFile(absolute), false);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    RamNode moved = root.require(absolute(from));
    RamNode replaced = root.find(absolute(to));
    if (replaced instanceof RamDirectory directory && !directory.isEmpty()) {
      throw new DirectoryNotEmptyException(to.toString());
    }
    // As POSIX has it: two names of one file stay two names.
    if (replaced != moved) {
      root.set(absolute(to), moved);
      root.set(absolute(from), null);
    }
  }

  @Override
  public synchronized void link(Path existing, Path link) throws IOException {
    RamInode file = root.requireFile(absolute(existing));
    requireFree(absolute(link));
    root.set(absolute(link), file);
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    if (root.require(absolute(path)) instanceof RamDirectory directory && !directory.isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    root.set(absolute(path), null);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return root.find(absolute(path)) != null;
  }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    return root.requireDirectory(absolute(directory)).names();
  }

  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path at = absolute(directory);
    while (root.find(at) == null) {
      missing.push(at);
      at = at.getParent();
    }
    if (root.find(at) instanceof RamInode) {
      throw missing.isEmpty()
          ? new FileAlreadyExistsException(at.toString())
          : new NotDirectoryException(at.toString());
    }
    for (Path next : missing) {
      root.set(next, new RamDirectory());
    }
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    root.requireDirectory(absolute(directory)); // and there is no storage
  }

  @Override
  public synchronized FileLock tryLock(Path path, String holder) throws IOException {
    Path absolute = absolute(path);
    if (root.find(absolute) == null) {
      root.set(absolute, new RamInode(new RamBytes()));
    }
    RamInode file = root.requireFile(absolute);
    return locks.containsKey(file) ? null : lock(new Lock(file, holder));
  }

  @Override
  public synchronized FileLock tryLockShared(Path path) throws IOException {
    RamInode file = root.requireFile(absolute(path));
    boolean exclusive =
        locks.getOrDefault(file, List.of()).stream().anyMatch(lock -> lock.holder != null);
    return exclusive ? null : lock(new Lock(file, null));
  }

  @Override
  public synchronized String lockHolder(Path path) {
    List<Lock> held =
        root.find(absolute(path)) instanceof RamInode file
            ? locks.getOrDefault(file, List.of())
            : List.of();
    return held.isEmpty() || held.getFirst().holder == null ? "" : held.getFirst().holder;
  }

  /** Always the same: while there are these files, nothing of them is lost. */
  @Override
  public String bootId() {
    return "memory";
  }

  @Override
  public void reviewMemory() {
    // Pages of these files cannot give way.
  }

  @Override
  public long memoryRoom() {
    return MACHINE.room();
  }

  synchronized void closed(RamInode file) {
    file.closed();
  }

  @GuardedBy("this")
  private StorageFile handle(Path path, RamInode file, boolean writable) {
    file.opened();
    return new RamFile(this, path, file, writable);
  }

  @GuardedBy("this")
  private void requireFree(Path path) throws FileAlreadyExistsException {
    if (root.find(path) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  @GuardedBy("this")
  private FileLock lock(Lock lock) {
    locks.computeIfAbsent(lock.file, _ -> new ArrayList<>()).add(lock);
    return lock;
  }

  private synchronized void unlock(Lock lock) {
    List<Lock> held = locks.get(lock.file);
    if (held != null && held.remove(lock) && held.isEmpty()) {
      locks.remove(lock.file);
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** A lock; a shared one has no holder. */
  private final class Lock implements FileLock {
    private final RamInode file;
    private final String holder;

    Lock(RamInode file, String holder) {
      this.file = file;
      this.holder = holder;
    }

    @Override
    public void close() {
      unlock(this);
    }
  }
}
