package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.FileSystem.FileLock;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
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
    try (FileLock lock = files.tryLock(path)) {
      assertNotNull(lock);
      assertEquals("refused", lockInAnotherProcess(path));
      // A refused second request must not weaken the first: POSIX would drop it with the channel.
      assertNull(files.tryLock(path));
      assertEquals("refused", lockInAnotherProcess(path));
    }
    assertEquals("locked", lockInAnotherProcess(path));
  }

  @Test
  void locksAreKnownAcrossInstancesAndNames() throws IOException {
    Path path = directory.resolve("LOCK");
    FileSystem other = new LocalFileSystem(new MemoryLedger());
    try (FileLock lock = files.tryLock(path)) {
      assertNotNull(lock);
      assertNull(other.tryLock(path));
      Path alias = Files.createSymbolicLink(directory.resolve("alias"), path);
      assertNull(other.tryLock(alias));
    }
    FileLock lock = other.tryLock(path);
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
      try (MemoryRegion region = file.map(StorageFile.MapMode.READ_ONLY, 0, 100, "table")) {
        assertEquals(region.byteSize(), env.memory().bytesByOwner().get("table"));
      }
    }
  }

  /** A program that tries the lock named by its argument and prints what came of it. */
  static final class LockProbe {
    private LockProbe() {}

    public static void main(String[] arguments) throws IOException {
      FileLock lock = new LocalFileSystem(new MemoryLedger()).tryLock(Path.of(arguments[0]));
      System.out.println(lock == null ? "refused" : "locked");
    }
  }

  private static String lockInAnotherProcess(Path path) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockProbe.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return output.strip();
  }
}
