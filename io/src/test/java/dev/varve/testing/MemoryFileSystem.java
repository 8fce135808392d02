package dev.varve.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.FileSystem;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.io.StorageFile;
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
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Files in memory that know what was synced, can lose power, be killed, and fail.
 *
 * <p>The model of a power loss, {@link #crash}:
 *
 * <ul>
 *   <li>A file has its bytes and length of the last {@link StorageFile#sync}, except where they
 *       were changed since: a changed 512-byte sector is old, new, or torn at any byte; a changed
 *       length is old, new, or between for a file that grew (sectors never written read as zeros).
 *   <li>Names are as of the last {@link #syncDirectory}, with any number of the later changes of
 *       each name, in their order; a rename happened for both of its names or for none. Names of
 *       directories made by {@link #createDirectories} are durable at once.
 *   <li>A file whose sync failed may have lost what that sync should have written, and a later sync
 *       does not bring it.
 *   <li>Handles, mappings and locks are gone and {@link #bootId} is another.
 * </ul>
 *
 * <p>The same seed and history give the same result. The file system that lost power stays usable,
 * as the past of the one returned: threads of the dead engine may go on with it and disturb nobody.
 *
 * <p>A scenario is walked like this: run it once and ask {@link #operations}; then, for each {@code
 * n} up to that, run it on a new file system after {@code crashAt(n, seed)}, and open {@link
 * #crashImage()}.
 *
 * <p>Differences to real files: a truncation under a live mapping shows as stale bytes, not as an
 * error; and a file that grew under a live mapping may refuse to map old and new parts as one.
 *
 * <p>Thread-safe. Its root directory exists; others are made by {@link #createDirectories}.
 */
public final class MemoryFileSystem implements FileSystem {
  private final MemoryLedger memory;
  private final MemoryPages pages = new MemoryPages();
  private final Names names;
  private final int boot;

  @GuardedBy("this")
  private final Map<Inode, List<Lock>> locks = new HashMap<>();

  @GuardedBy("this")
  private final List<MemoryFile> open = new ArrayList<>();

  @GuardedBy("this")
  private int operations;

  @GuardedBy("this")
  private OperationHook hook = _ -> {};

  @GuardedBy("this")
  private int stopAt;

  @GuardedBy("this")
  private Supplier<MemoryFileSystem> survivor;

  @GuardedBy("this")
  private MemoryFileSystem image;

  /** The change that an operation makes, done under the file system's lock. */
  @FunctionalInterface
  interface Effect {
    void apply() throws IOException;
  }

  /**
   * Creates an empty file system.
   *
   * @param memory where mappings are entered
   */
  public MemoryFileSystem(MemoryLedger memory) {
    this(memory, new Names(), 1);
  }

  private MemoryFileSystem(MemoryLedger memory, Names names, int boot) {
    this.memory = memory;
    this.names = names;
    this.boot = boot;
  }

  /** The ledger in which mappings are entered; a file system after a crash has a new one. */
  public MemoryLedger memory() {
    return memory;
  }

  /** How these files' pages are dealt with. */
  public MemoryPages pages() {
    return pages;
  }

  /** An environment of these files and their ledger. */
  public Env env(Clock clock, Scheduler scheduler) {
    return new Env(this, clock, scheduler, memory);
  }

  // ---- Power loss and faults ----

  /** What a power loss now may leave, as the seed decides. */
  public MemoryFileSystem crash(long seed) {
    return losePower(new SplittableRandom(seed));
  }

  /** What a power loss now may leave, as {@code random} decides. */
  public synchronized MemoryFileSystem losePower(RandomGenerator random) {
    return new MemoryFileSystem(
        new MemoryLedger(),
        names.afterPowerLoss(random, file -> file.afterPowerLoss(random)),
        boot + 1);
  }

  /**
   * What a kill of the process now leaves: all that was written, synced or not, and no lock. What
   * was not synced is still at risk in a later power loss.
   */
  public synchronized MemoryFileSystem kill() {
    return new MemoryFileSystem(new MemoryLedger(), names.copy(Inode::copy), boot);
  }

  /** Mutating operations begun so far, the failed ones included. */
  public synchronized int operations() {
    return operations;
  }

  /** Calls {@code hook} before each operation from now on, in place of an earlier hook. */
  public synchronized void onOperation(OperationHook hook) {
    this.hook = hook;
  }

  /**
   * Loses power in front of the {@code number}-th operation, counted from 1 over this file system's
   * life: that operation and all later ones throw, and {@link #crashImage} is what was left, stores
   * through mappings included as unsynced.
   */
  public synchronized void crashAt(int number, long seed) {
    stopAt(number, () -> crash(seed));
  }

  /**
   * As {@link #crashAt}, but the process is killed: {@link #crashImage} is that of {@link #kill}.
   */
  public synchronized void killAt(int number) {
    stopAt(number, this::kill);
  }

  /** Whether the operation named in {@link #crashAt} or {@link #killAt} has been reached. */
  public synchronized boolean stopped() {
    return image != null;
  }

  /**
   * What was left at the operation named in {@link #crashAt} or {@link #killAt}. If it has not been
   * reached, it happens now.
   */
  public synchronized MemoryFileSystem crashImage() {
    if (survivor == null) {
      throw new IllegalStateException("neither crashAt nor killAt was called");
    }
    if (image == null) {
      image = survivor.get();
    }
    return image;
  }

  /** Handles and locks that are not closed, by path, for leak checks. */
  public synchronized List<String> openHandles() {
    List<String> handles = new ArrayList<>();
    open.forEach(file -> handles.add(file.path().toString()));
    locks.values().forEach(held -> held.forEach(_ -> handles.add("a lock")));
    return handles;
  }

  @GuardedBy("this")
  private void stopAt(int number, Supplier<MemoryFileSystem> survivorNow) {
    if (number <= operations) {
      throw new IllegalArgumentException(
          "operation " + number + " is past, " + operations + " were done");
    }
    stopAt = number;
    survivor = survivorNow;
  }

  /** Counts an operation, lets the hook fail it, and does it unless power was lost. */
  void operate(Operation.Kind kind, Path path, Effect effect) throws IOException {
    Operation operation;
    OperationHook before;
    synchronized (this) {
      requirePower();
      operation = new Operation(++operations, kind, path);
      if (operation.number() == stopAt) {
        image = survivor.get();
        requirePower();
      }
      before = hook;
    }
    // Without the lock: a hook may hold this thread until another one has operated.
    before.before(operation);
    synchronized (this) {
      requirePower();
      effect.apply();
    }
  }

  @GuardedBy("this")
  private void requirePower() throws IOException {
    if (image != null) {
      throw new IOException("power lost");
    }
  }

  // ---- Files ----

  @Override
  public StorageFile create(Path path) throws IOException {
    synchronized (this) {
      requireFree(path);
    }
    Inode file = new Inode();
    operate(
        Operation.Kind.CREATE,
        path,
        () -> {
          requireFree(path);
          names.set(path, file);
        });
    return handle(path, file, true);
  }

  @Override
  public synchronized StorageFile open(Path path) throws IOException {
    return handle(path, names.requireFile(path), true);
  }

  @Override
  public synchronized StorageFile openReadOnly(Path path) throws IOException {
    return handle(path, names.requireFile(path), false);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    synchronized (this) {
      names.require(from);
    }
    operate(
        Operation.Kind.RENAME,
        to,
        () -> {
          Node moved = names.require(from);
          if (names.find(to) instanceof Directory directory && !directory.entries.isEmpty()) {
            throw new DirectoryNotEmptyException(to.toString());
          }
          // As POSIX has it: two names of one file stay two names.
          if (names.find(to) != moved) {
            names.move(from, to);
          }
        });
  }

  @Override
  public void link(Path existing, Path link) throws IOException {
    synchronized (this) {
      names.requireFile(existing);
      requireFree(link);
    }
    operate(
        Operation.Kind.LINK,
        link,
        () -> {
          requireFree(link);
          names.set(link, names.requireFile(existing));
        });
  }

  @Override
  public void delete(Path path) throws IOException {
    synchronized (this) {
      names.require(path);
    }
    operate(
        Operation.Kind.DELETE,
        path,
        () -> {
          if (names.require(path) instanceof Directory directory && !directory.entries.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
          }
          names.set(path, null);
        });
  }

  @Override
  public synchronized boolean exists(Path path) {
    return names.find(path) != null;
  }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    return List.copyOf(names.requireDirectory(directory).entries.keySet());
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    synchronized (this) {
      if (names.find(directory) instanceof Directory) {
        return;
      }
    }
    operate(
        Operation.Kind.CREATE_DIRECTORIES,
        directory,
        () -> {
          Deque<Path> missing = new ArrayDeque<>();
          Path at = directory.toAbsolutePath().normalize();
          for (; names.find(at) == null; at = at.getParent()) {
            missing.push(at);
          }
          if (names.find(at) instanceof Inode) {
            throw missing.isEmpty()
                ? new FileAlreadyExistsException(at.toString())
                : new NotDirectoryException(at.toString());
          }
          for (Path next : missing) {
            names.createDirectory(next);
          }
        });
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    synchronized (this) {
      names.requireDirectory(directory);
    }
    operate(
        Operation.Kind.SYNC_DIRECTORY,
        directory,
        () -> names.sync(names.requireDirectory(directory)));
  }

  @Override
  public FileLock tryLock(Path path, String holder) throws IOException {
    if (!exists(path)) {
      operate(
          Operation.Kind.CREATE,
          path,
          () -> {
            if (names.find(path) == null) {
              names.set(path, new Inode());
            }
          });
    }
    synchronized (this) {
      Inode file = names.requireFile(path);
      return locks.containsKey(file) ? null : lock(file, new Lock(file, holder));
    }
  }

  @Override
  public synchronized FileLock tryLockShared(Path path) throws IOException {
    Inode file = names.requireFile(path);
    List<Lock> held = locks.getOrDefault(file, List.of());
    boolean exclusive = held.stream().anyMatch(lock -> lock.holder != null);
    return exclusive ? null : lock(file, new Lock(file, null));
  }

  @Override
  public synchronized String lockHolder(Path path) {
    List<Lock> held =
        names.find(path) instanceof Inode file ? locks.getOrDefault(file, List.of()) : List.of();
    return held.isEmpty() || held.getFirst().holder == null ? "" : held.getFirst().holder;
  }

  @GuardedBy("this")
  private FileLock lock(Inode file, Lock lock) {
    locks.computeIfAbsent(file, _ -> new ArrayList<>()).add(lock);
    return lock;
  }

  @Override
  public String bootId() {
    return "boot-" + boot;
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

  private void requireFree(Path path) throws FileAlreadyExistsException {
    if (names.find(path) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  private synchronized StorageFile handle(Path path, Inode file, boolean writable) {
    MemoryFile handle = new MemoryFile(this, path, file, writable);
    open.add(handle);
    return handle;
  }

  synchronized void closed(MemoryFile handle) {
    open.remove(handle);
  }

  private synchronized void unlock(Lock lock) {
    List<Lock> held = locks.get(lock.file);
    if (held != null && held.remove(lock) && held.isEmpty()) {
      locks.remove(lock.file);
    }
  }

  /** A lock; a shared one has no holder. */
  private final class Lock implements FileLock {
    private final Inode file;
    private final String holder;

    Lock(Inode file, String holder) {
      this.file = file;
      this.holder = holder;
    }

    @Override
    public void close() {
      unlock(this);
    }
  }
}
