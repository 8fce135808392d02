package dev.varve.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers beside writers, flushes, compactions and coming and going partitions, on real threads.
 */
class EngineConcurrencyTest {
  private static final int KEYS = 400;
  private static final int ROUNDS = 2_500;
  private static final byte[] COUNTER = TestOptions.bytes("counter");

  @TempDir Path directory;

  private final Env env = Env.system(4);
  private final AtomicBoolean writing = new AtomicBoolean(true);
  private final AtomicInteger reads = new AtomicInteger();
  private StorageEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = StorageEngine.open(env, directory, TestOptions.small(Compression.LZ4));
    engine.createPartitions(2);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    env.scheduler().close();
    Leaks.assertNone(env.memory());
  }

  @Test
  void aSnapshotSeesTheSameMomentOfAllPartitions() throws Exception {
    WriteBatch first = new WriteBatch();
    first.put(1, COUNTER, value(0, 8)).put(2, COUNTER, value(0, 8));
    engine.write(first, Durability.BUFFERED);
    AtomicLong acknowledged = new AtomicLong();
    race(
        () -> {
          WriteBatch batch = new WriteBatch();
          for (long number = 1; number <= 2 * ROUNDS; number++) {
            batch.clear();
            batch.put(1, COUNTER, value(number, 8 + (int) (number % 300)));
            batch.put(2, COUNTER, value(number, 8));
            batch.put(1, key((int) (number % KEYS)), value(number, 60));
            batch.put(2, key((int) (number % KEYS)), value(number, 60));
            engine.write(batch, number % 50 == 0 ? Durability.SYNC : Durability.BUFFERED);
            acknowledged.set(number);
          }
        },
        () -> {
          long atLeast = acknowledged.get();
          try (Snapshot snapshot = engine.snapshot();
              Cursor one = engine.cursor(1, CursorOptions.all().at(snapshot));
              Cursor two = engine.cursor(2, CursorOptions.all().at(snapshot))) {
            long seen = number(engine.get(snapshot, 1, COUNTER));
            assertTrue(seen >= atLeast, "acknowledged " + atLeast + ", seen " + seen);
            for (int again = 0; again < 3; again++) {
              assertEquals(seen, number(engine.get(snapshot, 2, COUNTER)));
              assertEquals(seen, number(engine.get(snapshot, 1, COUNTER)));
            }
            assertTrue(one.seek(COUNTER));
            assertEquals(seen, number(one.value()));
            assertTrue(two.seek(COUNTER));
            assertEquals(seen, number(two.value()));
            boolean more = one.next();
            for (boolean other = two.next(); other; other = two.next()) {
              assertTrue(more);
              assertArrayEquals(two.key(), one.key());
              assertArrayEquals(two.value(), one.value());
              assertTrue(number(one.value()) <= seen);
              more = one.next();
            }
            assertEquals(false, more);
          }
        },
        () -> {
          engine.compact(1);
          engine.flush(2);
        });
  }

  @Test
  void readersSeeEveryAcknowledgedWriteBesideFlushesAndCompactions() throws Exception {
    // Per key the newest number that was acknowledged; numbers only grow.
    AtomicLongArray acknowledged = new AtomicLongArray(KEYS);
    List<Task> tasks = new ArrayList<>();
    AtomicInteger writers = new AtomicInteger(2);
    for (int writer = 0; writer < 2; writer++) {
      int own = writer;
      tasks.add(() -> {
        SplittableRandom random = new SplittableRandom(own);
        for (int number = 1; number <= 4 * ROUNDS; number++) {
          int key = 2 * random.nextInt(KEYS / 2) + own;
          engine.put(1, key(key), value(number, 8 + random.nextInt(200)), Durability.BUFFERED);
          acknowledged.set(key, number);
        }
        if (writers.decrementAndGet() == 0) {
          writing.set(false);
        }
      });
    }
    tasks.add(() -> {
      SplittableRandom random = new SplittableRandom(7);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment target = arena.allocate(256);
        while (writing.get()) {
          int key = random.nextInt(KEYS);
          long atLeast = acknowledged.get(key);
          int length = engine.get(1, key(key), target);
          assertTrue(length >= 8 || atLeast == 0, "lost " + atLeast);
          if (length >= 8) {
            assertSound(target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), atLeast);
          }
          reads.incrementAndGet();
        }
      }
    });
    tasks.add(() -> {
      boolean forwards = true;
      while (writing.get()) {
        long[] atLeast = new long[KEYS];
        for (int key = 0; key < KEYS; key++) {
          atLeast[key] = acknowledged.get(key);
        }
        int seen = 0;
        try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
          boolean more = forwards ? cursor.first() : cursor.last();
          while (more) {
            int key = Integer.parseInt(new String(cursor.key(), 4, 5, UTF_8));
            assertSound(cursor.value(), atLeast[key]);
            atLeast[key] = 0;
            seen++;
            more = forwards ? cursor.next() : cursor.previous();
          }
        }
        for (int key = 0; key < KEYS; key++) {
          assertEquals(0, atLeast[key], "key " + key + " is not shown");
        }
        reads.addAndGet(seen);
        forwards = !forwards;
      }
    });
    tasks.add(() -> {
      while (writing.get()) {
        engine.compact(1);
      }
    });
    runAll(tasks);
    assertTrue(engine.stats(1).compactions() > 0);
    engine.close();
    engine = StorageEngine.open(env, directory, TestOptions.small(Compression.LZ4));
    for (int key = 0; key < KEYS; key++) {
      byte[] value = engine.get(1, key(key));
      assertEquals(acknowledged.get(key), value == null ? 0 : number(value));
    }
  }

  @Test
  void partitionsComeAndGoBesideReadersAndWriters() throws Exception {
    race(
        () -> {
          for (int round = 0; round < ROUNDS / 50; round++) {
            List<Integer> created = engine.createPartitions(2);
            for (int key = 0; key < 200; key++) {
              WriteBatch batch = new WriteBatch().put(1, key(key), value(round, 100));
              created.forEach(partition -> batch.put(partition, new byte[1], new byte[300]));
              engine.write(batch, Durability.BUFFERED);
            }
            engine.dropPartitions(created);
          }
        },
        () -> {
          List<Integer> live = engine.partitions();
          int newest = live.getLast();
          try (Cursor cursor = engine.cursor(newest, CursorOptions.all())) {
            for (boolean more = cursor.first(); more; more = cursor.next()) {
              cursor.value();
            }
          } catch (IllegalArgumentException dropped) {
            assertTrue(newest > 2, dropped.toString());
          }
          Contents.of(engine, 1);
        },
        engine::flush);
    assertEquals(List.of(1, 2), engine.partitions());
  }

  @Test
  void aCloseWaitsForBackgroundWork() throws Exception {
    for (int round = 0; round < 5; round++) {
      for (int key = 0; key < 300; key++) {
        engine.put(1, key(key), value(round, 900), Durability.BUFFERED);
      }
      engine.close();
      engine = StorageEngine.open(env, directory, TestOptions.small(Compression.LZ4));
      for (int key = 0; key < 300; key++) {
        assertEquals(round, number(engine.get(1, key(key))));
      }
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  /** Runs a writer once, and beside it two readers and something else again and again. */
  private void race(Task writer, Task reader, Task other) throws Exception {
    Task repeatedReader =
        () -> {
          do {
            reader.run();
            reads.incrementAndGet();
          } while (writing.get());
        };
    runAll(
        List.of(
            () -> {
              try {
                writer.run();
              } finally {
                writing.set(false);
              }
            },
            repeatedReader,
            repeatedReader,
            () -> {
              while (writing.get()) {
                other.run();
              }
            }));
  }

  private void runAll(List<Task> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<?>> results = new ArrayList<>();
      for (Task task : tasks) {
        Callable<Void> call =
            () -> {
              try {
                task.run();
              } catch (Throwable failure) {
                writing.set(false);
                throw failure;
              }
              return null;
            };
        results.add(threads.submit(call));
      }
      for (Future<?> result : results) {
        result.get();
      }
    }
    assertTrue(reads.get() > 0);
  }

  private static byte[] key(int number) {
    return TestOptions.bytes("key-%05d".formatted(number));
  }

  /** A number, and bytes that follow from it. */
  private static byte[] value(long number, int length) {
    ByteBuffer value = ByteBuffer.allocate(length).putLong(number);
    while (value.hasRemaining()) {
      value.put((byte) (number + value.position()));
    }
    return value.array();
  }

  private static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  private static void assertSound(byte[] value, long atLeast) {
    long number = number(value);
    assertTrue(number >= atLeast, "acknowledged " + atLeast + ", seen " + number);
    assertArrayEquals(value(number, value.length), value);
  }
}
