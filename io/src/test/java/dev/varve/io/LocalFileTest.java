package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.FileSystem.FileLock;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the operating system's files can show; the rest is in the contract. */
final class LocalFileTest {
  @TempDir private Path directory;

  private final FileSystem files = new LocalFileSystem(new MemoryLedger());

  @Test
  void interruptsInTheMiddleOfCallsLoseNothing() throws Exception {
    try (StorageFile file = files.create(directory.resolve("a"))) {
      int writes = 5_000;
      FutureTask<Boolean> writing =
          new FutureTask<>(() -> {
            for (int at = 0; at < writes; at++) {
              file.write(at, MemorySegment.ofArray(new byte[] {(byte) at}));
              byte[] back = new byte[1];
              file.read(at, MemorySegment.ofArray(back));
              assertEquals((byte) at, back[0]);
            }
            return Thread.currentThread().isInterrupted();
          });
      Thread writer = Thread.ofPlatform().start(writing);
      do {
        writer.interrupt();
      } while (!writing.isDone());
      assertTrue(writing.get(), "the interrupt is still there for whom it was meant");
      assertEquals(writes, file.length());
    }
  }

  @Test
  void anInterruptNeverLeadsToAnotherFileOfTheSameName() throws Exception {
    Path name = directory.resolve("a");
    try (StorageFile file = files.create(name)) {
      files.rename(name, directory.resolve("b"));
      files.create(name).close();
      FutureTask<Void> writing =
          new FutureTask<>(() -> {
            for (int at = 0; at < 5_000; at++) {
              file.write(at, MemorySegment.ofArray(new byte[] {1}));
            }
            return null;
          });
      Thread writer = Thread.ofPlatform().start(writing);
      do {
        writer.interrupt();
      } while (!writing.isDone());
      // Whether an interrupt fell into a call is chance; that it led elsewhere would be a bug.
      assertEquals(0, Files.size(name));
    }
  }

  @Test
  void anotherProcessCannotTakeTheLock() throws Exception {
    Path path = directory.resolve("LOCK");
    try (FileLock lock = files.tryLock(path, "me")) {
      assertNotNull(lock);
      assertEquals("refused by me", lockInAnotherProcess(path, "exclusive"));
      // A refused second request must not weaken the first: POSIX would drop it with the channel.
      assertNull(files.tryLock(path, "me"));
      assertEquals("refused by me", lockInAnotherProcess(path, "exclusive"));
    }
    assertEquals("locked", lockInAnotherProcess(path, "exclusive"));
  }

  /** Closing any of a process's descriptors of a file would drop all its locks on that file. */
  @Test
  void anotherCopyOfTheClassCannotDropTheLock() throws Exception {
    Path path = directory.resolve("LOCK");
    URL classes = LocalFileSystem.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> copy = loader.loadClass(LocalLocks.class.getName());
      Method exclusive = copy.getDeclaredMethod("exclusive", Path.class, String.class);
      Method shared = copy.getDeclaredMethod("shared", Path.class);
      exclusive.setAccessible(true);
      shared.setAccessible(true);
      try (FileLock lock = files.tryLock(path, "me")) {
        assertNotNull(lock);
        assertNull(shared.invoke(null, path));
        assertNull(exclusive.invoke(null, path, "copy"));
        assertNull(shared.invoke(null, path));
        assertEquals("refused by me", lockInAnotherProcess(path, "exclusive"));
      }
      try (AutoCloseable lock = (AutoCloseable) exclusive.invoke(null, path, "copy")) {
        assertNotNull(lock);
        assertEquals("refused by copy", lockInAnotherProcess(path, "exclusive"));
      }
    }
  }

  @Test
  void readersInOtherProcessesShareALockAndSeeWhoHoldsAnExclusiveOne() throws Exception {
    Path path = directory.resolve("LOCK");
    try (FileLock lock = files.tryLock(path, "process 1")) {
      assertNotNull(lock);
      assertEquals("refused by process 1", lockInAnotherProcess(path, "shared"));
      assertEquals("process 1", files.lockHolder(path));
      assertEquals("refused by process 1", lockInAnotherProcess(path, "exclusive"));
    }
    assertEquals(0, Files.size(path));
    try (FileLock lock = files.tryLockShared(path)) {
      assertNotNull(lock);
      assertEquals("locked", lockInAnotherProcess(path, "shared"));
      assertEquals("refused by", lockInAnotherProcess(path, "exclusive"));
    }
    assertEquals("locked", lockInAnotherProcess(path, "exclusive"));
  }

  @Test
  void interruptsLoseNoLock() throws Exception {
    Path path = directory.resolve("LOCK");
    Thread.currentThread().interrupt();
    try (FileLock lock = files.tryLock(path, "me")) {
      assertTrue(Thread.interrupted());
      assertNotNull(lock);
      Thread.currentThread().interrupt();
      assertNull(files.tryLock(path, "other"));
      assertEquals("me", files.lockHolder(path));
      assertTrue(Thread.interrupted());
      assertEquals("refused by me", lockInAnotherProcess(path, "exclusive"));
    }
  }

  @Test
  void directoriesAreMadeByManyAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 100; round++) {
        Path parent = directory.resolve("parent-" + round);
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          Path own = parent.resolve("a/b/c-" + thread / 2);
          all.add(
              threads.submit(() -> {
                together.await();
                files.createDirectories(own);
                assertTrue(Files.isDirectory(own));
                return null;
              }));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
    }
  }

  @Test
  void aDirectoryIsNoFile() throws IOException {
    Path path = Files.createDirectory(directory.resolve("x"));
    FileSystemException refusal =
        assertThrows(FileSystemException.class, () -> files.openReadOnly(path));
    assertTrue(refusal.getMessage().startsWith(path.toString()), refusal.getMessage());
    assertThrows(FileSystemException.class, () -> files.open(path));
  }

  /** The program runs where its files would be if a call took its working directory for Java's. */
  @Test
  void relativePathsMeanOneFileUnderAnyUserDirectory() throws Exception {
    Path here = Files.createDirectory(directory.resolve("here"));
    Path there = Files.createDirectory(directory.resolve("there"));
    Files.writeString(here.resolve("a"), "another file");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.dir=" + there,
                "-cp",
                System.getProperty("java.class.path"),
                RelativePaths.class.getName())
            .directory(here.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals("another file", Files.readString(here.resolve("a")));
    assertEquals(1 << 20, Files.size(there.resolve("a")));
    try (Stream<Path> names = Files.list(here)) {
      assertEquals(1, names.count());
    }
  }

  /** Does something of everything with relative paths. */
  static final class RelativePaths {
    private RelativePaths() {}

    public static void main(String[] arguments) throws IOException {
      FileSystem files = new LocalFileSystem(new MemoryLedger());
      files.createDirectories(Path.of("x/y"));
      files.tryLock(Path.of("x/LOCK"), "me").close();
      try (StorageFile file = files.create(Path.of("a"))) {
        file.preallocate(1 << 20);
        file.map(StorageFile.MapMode.READ_ONLY, 0, 1 << 20, "test", Access.POINT).close();
        file.sync();
      }
    }
  }

  @Test
  void locksAreKnownAcrossInstancesAndNames() throws IOException {
    Path path = directory.resolve("LOCK");
    FileSystem other = new LocalFileSystem(new MemoryLedger());
    try (FileLock lock = files.tryLock(path, "me")) {
      assertNotNull(lock);
      assertNull(other.tryLock(path, "me"));
      Path alias = Files.createSymbolicLink(directory.resolve("alias"), path);
      assertNull(other.tryLock(alias, "me"));
    }
    FileLock lock = other.tryLock(path, "me");
    assertNotNull(lock);
    lock.close();
  }

  @Test
  void preallocatedStorageIsReal() throws IOException {
    Path path = directory.resolve("a");
    try (StorageFile file = files.create(path)) {
      file.preallocate(3 << 20);
      file.sync();
    }
    assertEquals(3 << 20, Files.size(path));
  }

  @Test
  void theSystemsEnvironmentEntersMappingsInItsLedger() throws IOException {
    Env env = Env.system(1);
    try (Scheduler scheduler = env.scheduler();
        StorageFile file = env.files().create(directory.resolve("a"))) {
      assertNotNull(scheduler);
      file.preallocate(100);
      try (MemoryRegion region =
          file.map(StorageFile.MapMode.READ_ONLY, 0, 100, "table", Access.POINT)) {
        assertEquals(region.byteSize(), env.memory().bytesByOwner().get("table"));
      }
    }
  }

  /**
   * A program that tries a lock, named by its arguments with its kind, and prints what came of it.
   */
  static final class LockProbe {
    private LockProbe() {}

    public static void main(String[] arguments) throws IOException {
      FileSystem files = new LocalFileSystem(new MemoryLedger());
      Path path = Path.of(arguments[0]);
      FileLock lock =
          arguments[1].equals("shared") ? files.tryLockShared(path) : files.tryLock(path, "probe");
      System.out.println(lock == null ? "refused by " + files.lockHolder(path) : "locked");
    }
  }

  private static String lockInAnotherProcess(Path path, String kind) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockProbe.class.getName(),
                path.toString(),
                kind)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return output.strip();
  }
}
