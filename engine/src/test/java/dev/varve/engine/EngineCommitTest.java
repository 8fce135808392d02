package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Clock;
import dev.varve.io.MemoryLedger;
import dev.varve.io.WouldWait;
import dev.varve.sstable.Compression;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.Impatient;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits and their durability are two things; strong reads show nothing that could be lost. */
class EngineCommitTest {
  private static final byte[] KEY = TestOptions.bytes("key");
  private static final byte[] OTHER = TestOptions.bytes("other");
  private static final byte[] OLD = TestOptions.bytes("old");
  private static final byte[] NEW = TestOptions.bytes("new");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch syncBegun = new CountDownLatch(1);
  private final CountDownLatch syncMayEnd = new CountDownLatch(1);
  private StorageEngine engine;

  @BeforeEach
  void create() throws IOException {
    engine = open(files);
    engine.createPartitions(2);
    engine.put(1, KEY, OLD, Durability.SYNC);
    engine.put(1, OTHER, OLD, Durability.SYNC);
  }

  @AfterEach
  void close() throws IOException {
    syncMayEnd.countDown();
    files.onOperation(_ -> {});
    threads.shutdown();
    engine.close();
  }

  private static StorageEngine open(MemoryFileSystem files) throws IOException {
    return StorageEngine.open(
        files.env(Clock.SYSTEM, new DirectScheduler()),
        CrashScript.DIRECTORY,
        TestOptions.small(Compression.NONE));
  }

  private static boolean syncsLog(Operation operation) {
    return operation.kind() == Operation.Kind.SYNC && operation.path().toString().contains("wal");
  }

  private void holdSyncs() {
    files.onOperation(operation -> {
      if (syncsLog(operation)) {
        syncBegun.countDown();
        awaitLatch(syncMayEnd);
      }
    });
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertTrue(latch.await(5, TimeUnit.MINUTES), "it never came");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a call that has to wait for the sync that is held back, and returns its result. */
  private <T> T afterTheSync(Callable<T> call) throws Exception {
    Future<T> result = threads.submit(call);
    awaitLatch(syncBegun);
    assertFalse(result.isDone());
    syncMayEnd.countDown();
    return result.get();
  }

  @Test
  void aCommitIsSeenBeforeItIsDurable() throws Exception {
    holdSyncs();
    Commit commit = engine.commit(new WriteBatch().put(1, KEY, NEW).put(2, KEY, NEW));
    assertArrayEquals(NEW, engine.get(1, KEY));
    assertArrayEquals(NEW, engine.get(2, KEY));
    afterTheSync(() -> {
      engine.await(commit);
      return null;
    });
    long syncs = engine.stats().walSyncs();
    engine.await(commit);
    assertEquals(syncs, engine.stats().walSyncs(), "a comparison");
  }

  @Test
  void aStrongReadWaitsForWhatItShows() throws Exception {
    engine.commit(new WriteBatch().put(1, KEY, NEW));
    holdSyncs();
    assertArrayEquals(OLD, engine.getDurable(1, OTHER), "without a wait");
    engine.awaitDurable(2);
    assertArrayEquals(NEW, afterTheSync(() -> engine.getDurable(1, KEY)));
    long syncs = engine.stats().walSyncs();
    assertArrayEquals(NEW, engine.getDurable(1, KEY));
    engine.awaitDurable(1);
    assertEquals(syncs, engine.stats().walSyncs(), "comparisons");
  }

  @Test
  void aStrongReadWaitsForADeletion() throws Exception {
    engine.commit(new WriteBatch().delete(1, KEY));
    holdSyncs();
    assertNull(afterTheSync(() -> engine.getDurable(1, KEY)));
  }

  @Test
  void aPartitionIsDurableWhenAllOfItIs() throws Exception {
    engine.commit(new WriteBatch().put(1, KEY, NEW));
    holdSyncs();
    afterTheSync(() -> {
      engine.awaitDurable(1);
      return null;
    });
  }

  @Test
  void inAThreadThatMustNotWaitAStrongReadBreaksOff() throws Exception {
    engine.commit(new WriteBatch().put(1, KEY, NEW));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThrows(WouldWait.class, () -> Impatient.call(() -> engine.getDurable(1, KEY)));
      assertThrows(WouldWait.class, () -> Impatient.call(() -> durable(1)));
    }
    assertArrayEquals(NEW, Impatient.call(() -> engine.get(1, KEY)));
    assertArrayEquals(OLD, Impatient.call(() -> engine.getDurable(1, OTHER)));
    assertTrue(Impatient.call(() -> durable(2)));
    assertArrayEquals(NEW, engine.getDurable(1, KEY));
    assertArrayEquals(NEW, Impatient.call(() -> engine.getDurable(1, KEY)));
    assertTrue(Impatient.call(() -> durable(1)));
  }

  private boolean durable(int partition) throws IOException {
    engine.awaitDurable(partition);
    return true;
  }

  @Test
  void noPowerLossTakesBackWhatAStrongReadHasShown() throws Exception {
    for (int round = 0; round < 40; round++) {
      byte[] value = TestOptions.bytes("value " + round);
      engine.commit(new WriteBatch().put(1, KEY, value).put(2, OTHER, value));
      byte[] shown = round % 2 == 0 ? engine.getDurable(1, KEY) : engine.get(1, KEY);
      if (round % 2 == 1) {
        engine.awaitDurable(2);
      }
      assertArrayEquals(value, shown);
      MemoryFileSystem survivor = files.losePower(new SplittableRandom(round));
      try (StorageEngine recovered = open(survivor)) {
        assertArrayEquals(value, recovered.get(1, KEY));
        assertArrayEquals(value, recovered.get(2, OTHER));
      }
    }
  }

  @Test
  void afterAFailedSyncAStrongReadFailsAndAnotherShowsTheWrite() throws IOException {
    engine.commit(new WriteBatch().put(1, KEY, NEW));
    files.onOperation(operation -> {
      if (syncsLog(operation)) {
        throw new IOException("injected failure");
      }
    });
    for (int attempt = 0; attempt < 2; attempt++) {
      IOException failure = assertThrows(IOException.class, () -> engine.getDurable(1, KEY));
      assertTrue(failure.toString().contains("injected failure"), failure.toString());
    }
    assertArrayEquals(NEW, engine.get(1, KEY));
    assertArrayEquals(OLD, engine.getDurable(1, OTHER));
    files.onOperation(_ -> {});
    assertThrows(IOException.class, engine::close);
    engine = open(files);
  }

  @Test
  void aFailedFlushKeepsNoStrongReadFromItsSync() throws IOException {
    engine.commit(new WriteBatch().put(1, KEY, NEW));
    files.onOperation(operation -> {
      if (operation.path().toString().contains(".sst")) {
        throw new IOException("injected failure");
      }
    });
    assertThrows(IOException.class, () -> engine.flush(1));
    assertThrows(IOException.class, () -> engine.put(1, KEY, OLD, Durability.BUFFERED));
    assertArrayEquals(NEW, engine.getDurable(1, KEY));
    engine.awaitDurable(1);
    files.onOperation(_ -> {});
    assertThrows(IOException.class, engine::close);
    engine = open(files);
    assertArrayEquals(NEW, engine.get(1, KEY));
  }

  @Test
  void anEmptyBatchIsNoCommit() {
    assertThrows(IllegalArgumentException.class, () -> engine.commit(new WriteBatch()));
  }
}
