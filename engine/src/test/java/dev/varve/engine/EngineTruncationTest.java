package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.sstable.Compression;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tables that are cut one after the other under an engine that reads and compacts: whatever is
 * asked, the answer is right or a {@link CorruptionException}.
 */
class EngineTruncationTest {
  private static final int KEYS = 20_000;
  private static final int VALUE_BYTES = 100;
  private static final int BATCH = 50;
  private static final int ROUNDS = 2;
  private static final int READS_AFTER = 300;

  /** Asks one thing; returns normally only if the answer was right. */
  private interface Question {
    void ask(StorageEngine engine, int partition, Random random) throws IOException;
  }

  private static final List<Question> QUESTIONS =
      List.of(
          EngineTruncationTest::get,
          EngineTruncationTest::multiGet,
          (engine, partition, random) -> scan(engine, partition, random, true),
          (engine, partition, random) -> scan(engine, partition, random, false));

  @ParameterizedTest
  @EnumSource
  void onlyRightAnswersAndCorruptionComeOut(Compression compression, @TempDir Path directory)
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      cutUnderReaders(compression, directory.resolve("engine-" + round), new Random(round));
    }
  }

  private static void cutUnderReaders(Compression compression, Path directory, Random random)
      throws Exception {
    EngineOptions options =
        EngineOptions.defaults()
            .withMemtables(256 << 10, 2 << 20)
            .withTables(256 << 10, 512 << 10)
            .withBlockCacheBytes(random.nextBoolean() ? 0 : 2 << 20)
            .withCompression(compression);
    Env env = Env.system(2);
    StorageEngine engine = StorageEngine.open(env, directory, options);
    try (ExecutorService threads = Executors.newFixedThreadPool(QUESTIONS.size())) {
      int partition = engine.createPartitions(1).getFirst();
      for (int number = 0; number < KEYS; number++) {
        engine.put(partition, key(number), value(number), Durability.BUFFERED);
      }
      engine.flush();
      engine.awaitQuiescence();
      AtomicBoolean cut = new AtomicBoolean();
      AtomicInteger warm = new AtomicInteger();
      List<Future<Integer>> readers = new ArrayList<>();
      for (Question question : QUESTIONS) {
        Random own = new Random(random.nextLong());
        readers.add(threads.submit(() -> ask(question, engine, partition, own, warm, cut)));
      }
      while (warm.get() < QUESTIONS.size()) {
        Thread.sleep(1);
      }
      for (Path table : tables(directory)) {
        cut(table, random);
        Thread.sleep(5);
      }
      // Background work meets them too.
      for (int number = 0; number < KEYS; number += 10) {
        requireCorrupt(() -> engine.put(partition, key(0), value(0), Durability.BUFFERED));
      }
      requireCorrupt(() -> engine.compact(partition));
      cut.set(true);
      int reported = 0;
      for (Future<Integer> reader : readers) {
        reported += reader.get();
      }
      assertTrue(reported > READS_AFTER, "reported: " + reported);
    } finally {
      requireCorrupt(engine::close);
      env.scheduler().close();
    }
  }

  /** Returns how many questions were answered by a {@link CorruptionException}. */
  private static int ask(
      Question question,
      StorageEngine engine,
      int partition,
      Random random,
      AtomicInteger warm,
      AtomicBoolean cut) {
    int reported = 0;
    int after = 0;
    for (int asked = 0; after < READS_AFTER; asked++) {
      if (asked == 2_000) {
        warm.incrementAndGet();
      }
      after += cut.get() ? 1 : 0;
      try {
        question.ask(engine, partition, random);
      } catch (CorruptionException corruption) {
        assertTrue(corruption.file().endsWith(".sst"), corruption.file());
        reported++;
      } catch (IOException other) {
        throw new AssertionError(other);
      }
    }
    return reported;
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Runs what may meet a cut table: that is told as such, or as the cause of what follows. */
  private static void requireCorrupt(Work work) throws IOException {
    try {
      work.run();
    } catch (IOException failure) {
      Throwable cause = failure;
      while (cause != null && !(cause instanceof CorruptionException)) {
        cause = cause.getCause();
      }
      if (cause == null) {
        throw failure;
      }
    }
  }

  private static void get(StorageEngine engine, int partition, Random random) throws IOException {
    int number = random.nextInt(KEYS);
    requireValue(number, engine.get(partition, key(number)));
    byte[] absent = TestOptions.bytes("key-%07d+".formatted(number));
    require(engine.get(partition, absent) == null, number);
  }

  private static void multiGet(StorageEngine engine, int partition, Random random)
      throws IOException {
    int first = random.nextInt(KEYS - BATCH);
    byte[][] keys = new byte[BATCH][];
    MemorySegment[] targets = new MemorySegment[BATCH];
    int[] lengths = new int[BATCH];
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < BATCH; i++) {
        keys[i] = key(first + i);
        targets[i] = arena.allocate(VALUE_BYTES);
      }
      engine.get(null, partition, keys, targets, lengths);
      for (int i = 0; i < BATCH; i++) {
        require(lengths[i] == VALUE_BYTES, first + i);
        requireValue(first + i, targets[i].toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  private static void scan(StorageEngine engine, int partition, Random random, boolean forward)
      throws IOException {
    int number = random.nextInt(KEYS);
    try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
      boolean more = forward ? cursor.seek(key(number)) : cursor.seekBefore(key(number + 1));
      for (int step = 0; step < BATCH && number >= 0 && number < KEYS; step++) {
        require(more, number);
        require(Arrays.equals(cursor.key(), key(number)), number);
        requireValue(number, cursor.value());
        more = forward ? cursor.next() : cursor.previous();
        number += forward ? 1 : -1;
      }
      require((number >= 0 && number < KEYS) || !more, number);
    }
  }

  private static void requireValue(int number, byte[] found) {
    require(Arrays.equals(found, value(number)), number);
  }

  private static void require(boolean right, int number) {
    if (!right) {
      throw new AssertionError("wrong answer for key " + number);
    }
  }

  private static byte[] key(int number) {
    return TestOptions.bytes("key-%07d".formatted(number));
  }

  private static byte[] value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) (number | 1));
    return value;
  }

  private static List<Path> tables(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    }
  }

  /** Within the last page, or anywhere, or to nothing. */
  private static void cut(Path table, Random random) throws IOException {
    try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
      long length = channel.size();
      channel.truncate(
          switch (random.nextInt(3)) {
            case 0 -> length - 1 - random.nextInt(50);
            case 1 -> random.nextLong(length);
            default -> 0;
          });
    }
  }
}
