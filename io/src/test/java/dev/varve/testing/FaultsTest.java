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
  void everyOperationOfAScenarioCanBeItsLast() throws Exception {
    CrashWalk<List<Integer>> walk =
        new CrashWalk<>(
            ArrayList::new,
            FaultsTest::scenario,
            (survivor, acknowledged) -> {
              int version = version(survivor);
              assertTrue(
                  version == acknowledged.size() || version == acknowledged.size() + 1,
                  version + " of " + acknowledged);
            });
    assertEquals(1 + 5 * 5, walk.operations());
    assertEquals(10 * (1 + 5 * 5 + 1), walk.losingPower(10));
    assertEquals(1 + 5 * 5 + 1, walk.killingTheProcess());
  }

  @Test
  void aWalkFindsASyncThatIsMissing() {
    CrashWalk<List<Integer>> walk =
        new CrashWalk<>(
            ArrayList::new,
            (files, acknowledged) -> {
              files.createDirectories(DATA);
              files.create(DATA.resolve("current")).close();
              acknowledged.add(1);
              files.create(DATA.resolve("another")).close();
            },
            (survivor, acknowledged) ->
                assertEquals(!acknowledged.isEmpty(), survivor.exists(DATA.resolve("current"))));
    AssertionError found = assertThrows(AssertionError.class, () -> walk.losingPower(10));
    assertTrue(found.getMessage().startsWith("ended in front of operation 3 of 3"));
  }

  @Test
  void aFailureThatIsNoCrashEndsTheWalk() {
    List<Integer> runs = new ArrayList<>();
    CrashWalk<List<Integer>> walk =
        new CrashWalk<>(
            () -> runs,
            (files, _) -> {
              runs.add(runs.size());
              if (runs.size() > 1) {
                throw new IOException("a bug in the scenario");
              }
              files.createDirectories(DATA);
            },
            (_, _) -> {});
    AssertionError found = assertThrows(AssertionError.class, () -> walk.losingPower(1));
    assertEquals("failed before operation 1", found.getMessage());
    assertThrows(IOException.class, walk::operations);
  }

  @Test
  void afterACrashPointNothingChangesAnyMore() throws IOException {
    files.createDirectories(DATA);
    StorageFile file = files.create(DATA.resolve("a"));
    files.crashAt(files.operations() + 1, 5);
    assertThrows(IOException.class, file::sync);
    assertTrue(files.stopped());
    assertThrows(IOException.class, () -> file.write(0, MemorySegment.ofArray(new byte[1])));
    assertThrows(IOException.class, () -> files.create(DATA.resolve("b")));
    assertEquals(0, file.length());
    assertEquals(List.of("a"), files.list(DATA));
    file.close();
    files.crashImage().createDirectories(Path.of("/alive"));
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
    files.tryLock(DATA.resolve("LOCK"), "me").close();
    files.tryLock(DATA.resolve("LOCK"), "me").close();
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

    FileLock lock = files.tryLock(DATA.resolve("LOCK"), "me");
    assertThrows(AssertionError.class, () -> Leaks.assertNone(files));
    lock.close();
    Leaks.assertNone(files);

    try (MemoryRegion _ = files.memory().allocate("test", 1, 1)) {
      AssertionError leak =
          assertThrows(AssertionError.class, () -> Leaks.assertNone(files.memory()));
      assertTrue(leak.getMessage().contains("test"));
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
