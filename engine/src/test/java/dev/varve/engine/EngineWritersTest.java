package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.io.Scheduler;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers beside each other, whose batches are inserted at the same time and become visible in the
 * order of their sequence numbers.
 */
class EngineWritersTest {
  private static final int WRITERS = 4;
  private static final int PARTITIONS = 4;
  private static final int BATCHES = 1_000;

  @TempDir private Path directory;

  private final AtomicLongArray acknowledged = new AtomicLongArray(WRITERS);
  private final AtomicInteger writing = new AtomicInteger(WRITERS);
  private final AtomicBoolean failed = new AtomicBoolean();
  private StorageEngine engine;

  /** A writer's record of its batch, and of each writer's that it had seen before. */
  private static byte[] record(long[] seen) {
    ByteBuffer record = ByteBuffer.allocate(WRITERS * Long.BYTES + 100);
    for (long number : seen) {
      record.putLong(number);
    }
    return record.array();
  }

  private static long number(byte[] record, int writer) {
    return record == null ? 0 : ByteBuffer.wrap(record).getLong(writer * Long.BYTES);
  }

  /** A writer's partitions: half of the writers insert beside the other half. */
  private static List<Integer> home(int writer) {
    return writer % 2 == 0 ? List.of(1, 2) : List.of(3, PARTITIONS);
  }

  private static byte[] key(int writer) {
    return TestOptions.bytes("writer-" + writer);
  }

  /** The key that a writer puts last. */
  private static byte[] last(int writer) {
    return TestOptions.bytes("last-of-" + writer);
  }

  @Test
  void eachBatchShowsAllAtOnceAndBehindAllThatItsWriterHadSeen() throws Exception {
    Env env = Env.system(4);
    engine = StorageEngine.open(env, directory, TestOptions.small(Compression.NONE));
    engine.createPartitions(PARTITIONS);
    List<Task> tasks = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int own = writer;
      tasks.add(() -> write(own));
    }
    tasks.add(this::look);
    tasks.add(() -> {
      while (going()) {
        engine.dropPartitions(engine.createPartitions(1));
        engine.flush();
        engine.compact(1);
      }
    });
    runAll(tasks);
    requireWhole(null);
    engine.close();
    engine = StorageEngine.open(env, directory, TestOptions.small(Compression.NONE));
    requireWhole(null);
    for (int writer = 0; writer < WRITERS; writer++) {
      assertEquals(BATCHES, number(engine.get(home(writer).getLast(), key(writer)), writer));
    }
    engine.close();
    env.scheduler().close();
    Leaks.assertNone(env.memory());
  }

  private boolean going() {
    return writing.get() > 0 && !failed.get();
  }

  private void write(int own) throws IOException {
    try {
      Random random = new Random(own);
      WriteBatch batch = new WriteBatch();
      List<Integer> order = new ArrayList<>(home(own));
      long[] seen = new long[WRITERS];
      for (int number = 1; number <= BATCHES && going(); number++) {
        for (int writer = 0; writer < WRITERS; writer++) {
          long before = acknowledged.get(writer);
          seen[writer] =
              number(engine.get(home(writer).get(random.nextInt(2)), key(writer)), writer);
          assertTrue(seen[writer] >= before, () -> before + " was acknowledged");
        }
        seen[own] = number;
        batch.clear();
        for (int partition : order) {
          batch.put(partition, key(own), record(seen));
        }
        for (int other = random.nextInt(60); other > 0; other--) { // so that inserting takes long
          byte[] key = TestOptions.bytes("other-" + own + "-" + random.nextInt(200));
          batch.put(order.get(other % order.size()), key, new byte[random.nextInt(400)]);
        }
        Collections.shuffle(order, random);
        for (int partition : order) {
          batch.put(partition, last(own), record(seen));
        }
        engine.write(batch, random.nextInt(50) == 0 ? Durability.SYNC : Durability.BUFFERED);
        acknowledged.set(own, number);
      }
    } finally {
      writing.decrementAndGet();
    }
  }

  private void look() throws IOException {
    long[] before = new long[WRITERS];
    while (going()) {
      for (int writer = 0; writer < WRITERS; writer++) {
        before[writer] = acknowledged.get(writer);
      }
      try (Snapshot snapshot = engine.snapshot()) {
        long[] shown = requireWhole(snapshot);
        for (int writer = 0; writer < WRITERS; writer++) {
          assertTrue(shown[writer] >= before[writer], before[writer] + " was acknowledged");
        }
      }
    }
  }

  /** Each writer's newest batch; all partitions show the same, and all that was seen before it. */
  private long[] requireWhole(Snapshot snapshot) throws IOException {
    long[] shown = new long[WRITERS];
    for (int writer = 0; writer < WRITERS; writer++) {
      shown[writer] = number(get(snapshot, home(writer).getFirst(), key(writer)), writer);
    }
    for (int writer = 0; writer < WRITERS; writer++) {
      for (int partition : home(writer)) {
        byte[] record = get(snapshot, partition, key(writer));
        assertEquals(shown[writer], number(record, writer), "a batch in part");
        byte[] end = get(snapshot, partition, last(writer));
        assertEquals(shown[writer], number(end, writer), "a batch without its end");
        for (int other = 0; other < WRITERS; other++) {
          assertTrue(number(record, other) <= shown[other], "a batch before one that it had seen");
        }
      }
    }
    return shown;
  }

  private byte[] get(Snapshot snapshot, int partition, byte[] key) throws IOException {
    return snapshot == null ? engine.get(partition, key) : engine.get(snapshot, partition, key);
  }

  private interface Task {
    void run() throws IOException;
  }

  private void runAll(List<Task> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<?>> results = new ArrayList<>();
      for (Task task : tasks) {
        results.add(
            threads.submit(() -> {
              try {
                task.run();
              } catch (Throwable fault) {
                failed.set(true);
                throw fault;
              }
              return null;
            }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    }
  }

  /** Refuses to prepare memory for memtables once it is told to. */
  private static final class OutOfMemory implements Scheduler {
    private final Scheduler real = Env.system(2).scheduler();
    private final Error fault = new OutOfMemoryError("of this test");
    private volatile boolean now;

    @Override
    public void execute(Runnable task) {
      real.execute(task);
    }

    @Override
    public int threads() {
      return real.threads();
    }

    @Override
    public void executeShort(Runnable task) {
      if (now && task.getClass().getName().contains(".ChunkPool")) {
        throw fault;
      }
      real.executeShort(task);
    }

    @Override
    public Repeating repeat(Duration pause, Runnable task) {
      return real.repeat(pause, task);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  @Test
  void aBatchThatStopsHalfWayEndsWritesAndNothingElse() throws Exception {
    OutOfMemory scheduler = new OutOfMemory();
    Env system = Env.system(2);
    Env env = new Env(system.files(), system.clock(), scheduler, system.memory());
    EngineOptions roomy =
        EngineOptions.defaults().withMemtables(64 << 20, 64 << 20).withWal(64 << 20, 128 << 20);
    StorageEngine writing = StorageEngine.open(env, directory, roomy);
    writing.createPartitions(2);
    byte[] value = new byte[100_000];
    scheduler.now = true;
    AtomicInteger written = new AtomicInteger();
    Error fault =
        assertThrows(
            OutOfMemoryError.class,
            () -> {
              while (written.get() < 600) {
                byte[] key = TestOptions.bytes("key-" + written.get());
                writing.write(
                    new WriteBatch().put(1, key, value).put(2, key, value), Durability.BUFFERED);
                written.incrementAndGet();
              }
            });
    assertSame(scheduler.fault, fault);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          IOException refused =
              assertThrows(
                  IOException.class, () -> writing.put(2, key(0), value, Durability.BUFFERED));
          assertSame(fault, refused.getCause());
          assertEquals(value.length, writing.get(1, TestOptions.bytes("key-0")).length);
          assertSame(fault, assertThrows(IOException.class, writing::close).getCause());
        });
    scheduler.now = false;
    try (StorageEngine again = StorageEngine.open(env, directory, roomy)) {
      for (int number = 0; number < written.get(); number++) {
        for (int partition = 1; partition <= 2; partition++) {
          byte[] key = TestOptions.bytes("key-" + number);
          assertEquals(value.length, again.get(partition, key).length);
        }
      }
    }
    scheduler.close();
    system.scheduler().close();
  }
}
