package dev.varve.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.FileSystem.FileLock;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Hooks, crash points and leak checks of {@link MemoryFileSystem}. */
final class FaultsTest {
  private static final Path DATA = Path.of("/data");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  /** Numbers a file's versions 1 to 5, replacing it as a whole each time. */
  private static void scenario(MemoryFileSystem files, List<Integer> acknowledged)
      throws IOException {
    files.createDirectories(DATA);
    for (int version = 1; version <= 5; version++) {
      try (StorageFile file = files.create(DATA.resolve("next"))) {
        file.write(0, MemorySegment.ofArray(new byte[] {(byte) version}));
        file.sync();
      }
      files.rename(DATA.resolve("next"), DATA.resolve("current"));
      files.syncDirectory(DATA);
      acknowledged.add(version);
    }
  }

  private static int version(MemoryFileSystem files) throws IOException {
    Path current = DATA.resolve("current");
    if (!files.exists(current)) {
      return 0;
    }
    try (StorageFile file = files.open(current)) {
      byte[] content = new byte[1];
      file.read(0, MemorySegment.ofArray(content));
      return content[0];
    }
  }

  @Test
  void everyOperationOfAScenarioCanBeItsLast() throws IOException {
    scenario(files, new ArrayList<>());
    int operations = files.operations();
    assertEquals(1 + 5 * 5, operations);
    for (int number = 1; number <= operations + 1; number++) {
      for (long seed = 0; seed < 10; seed++) {
        MemoryFileSystem dying = new MemoryFileSystem(new MemoryLedger());
        dying.crashAt(number, seed);
        List<Integer> acknowledged = new ArrayList<>();
        if (number <= operations) {
          assertThrows(IOException.class, () -> scenario(dying, acknowledged));
          assertTrue(dying.stopped());
          assertThrows(IOException.class, () -> dying.createDirectories(Path.of("/more")));
        } else {
          scenario(dying, acknowledged);
          assertFalse(dying.stopped());
        }
        int survivor = version(dying.crashImage());
        assertTrue(
            survivor == acknowledged.size() || survivor == acknowledged.size() + 1,
            "operation " + number + ", seed " + seed + ": " + survivor + " of " + acknowledged);
      }
    }
  }

  @Test
  void killedAtAnOperationEverythingBeforeItIsThere() throws IOException {
    files.killAt(1 + 5 * 2 + 3);
    List<Integer> acknowledged = new ArrayList<>();
    assertThrows(IOException.class, () -> scenario(files, acknowledged));
    MemoryFileSystem survivor = files.crashImage();
    assertEquals(List.of("current", "next"), survivor.list(DATA));
    assertEquals(2, version(survivor));
    assertEquals(files.bootId(), survivor.bootId());
  }

  @Test
  void aCrashPointCannotLieInThePast() throws IOException {
    files.createDirectories(DATA);
    assertThrows(IllegalArgumentException.class, () -> files.crashAt(1, 0));
    assertThrows(IllegalStateException.class, files::crashImage);
  }

  @Test
  void hooksSeeEveryOperationInOrder() throws IOException {
    List<String> seen = new ArrayList<>();
    files.onOperation(op -> seen.add(op.number() + " " + op.kind() + " " + op.path()));
    files.createDirectories(DATA);
    files.createDirectories(DATA);
    Path a = DATA.resolve("a");
    Path b = DATA.resolve("b");
    try (StorageFile file = files.create(a)) {
      file.preallocate(10);
      file.preallocate(5);
      file.write(0, MemorySegment.ofArray(new byte[3]));
      file.truncate(3);
      file.sync();
    }
    files.link(a, b);
    files.rename(b, DATA.resolve("c"));
    files.delete(a);
    files.syncDirectory(DATA);
    files.tryLock(DATA.resolve("LOCK")).close();
    files.tryLock(DATA.resolve("LOCK")).close();
    assertEquals(
        """
        1 CREATE_DIRECTORIES /data
        2 CREATE /data/a
        3 PREALLOCATE /data/a
        4 WRITE /data/a
        5 TRUNCATE /data/a
        6 SYNC /data/a
        7 LINK /data/b
        8 RENAME /data/c
        9 DELETE /data/a
        10 SYNC_DIRECTORY /data
        11 CREATE /data/LOCK
        """,
        String.join("\n", seen) + "\n");
    assertEquals(11, files.operations());
  }

  @Test
  void aFailedOperationHasNoEffect() throws IOException {
    files.createDirectories(DATA);
    try (StorageFile file = files.create(DATA.resolve("a"))) {
      files.onOperation(OperationHook.failingFrom(files.operations() + 1));
      assertThrows(IOException.class, () -> file.write(0, MemorySegment.ofArray(new byte[3])));
      assertThrows(IOException.class, () -> file.preallocate(3));
      assertEquals(0, file.length());
    }
    assertThrows(IOException.class, () -> files.create(DATA.resolve("b")));
    assertThrows(IOException.class, () -> files.rename(DATA.resolve("a"), DATA.resolve("c")));
    assertThrows(IOException.class, () -> files.delete(DATA.resolve("a")));
    assertEquals(List.of("a"), files.list(DATA));
  }

  @Test
  void oneOperationCanFailAlone() throws IOException {
    files.onOperation(OperationHook.failingAt(2));
    files.createDirectories(DATA);
    assertThrows(IOException.class, () -> files.create(DATA.resolve("a")));
    files.create(DATA.resolve("a")).close();
  }

  @Test
  void aHookMayHoldAnOperationWhileOthersGoOn() throws Exception {
    files.createDirectories(DATA);
    StorageFile file = files.create(DATA.resolve("a"));
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    files.onOperation(operation -> {
      if (operation.kind() == Operation.Kind.SYNC) {
        reached.countDown();
        awaitQuietly(released);
      }
    });
    FutureTask<Void> syncing =
        new FutureTask<>(() -> {
          file.sync();
          return null;
        });
    Thread.ofPlatform().start(syncing);
    reached.await();
    file.write(0, MemorySegment.ofArray(new byte[3]));
    assertFalse(syncing.isDone());
    released.countDown();
    syncing.get();
    file.close();
  }

  @Test
  void leaksAreFound() throws IOException {
    files.createDirectories(DATA);
    Leaks.assertNone(files);

    StorageFile file = files.create(DATA.resolve("a"));
    assertThrows(AssertionError.class, () -> Leaks.assertNone(files));
    file.close();
    Leaks.assertNone(files);

    FileLock lock = files.tryLock(DATA.resolve("LOCK"));
    assertThrows(AssertionError.class, () -> Leaks.assertNone(files));
    lock.close();
    Leaks.assertNone(files);

    try (MemoryRegion region = files.memory().allocate("test", 1, 1)) {
      AssertionError leak =
          assertThrows(AssertionError.class, () -> Leaks.assertNone(files.memory()));
      assertTrue(leak.getMessage().contains(region.owner()));
    }
    Leaks.assertNone(files);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
