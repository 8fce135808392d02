package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Clock;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that end in the sequence number of their operation. */
class EngineStampTest {
  private static final byte[] NONE = {};
  private static final byte[] PREFIX = TestOptions.bytes("log");
  private static final byte[] VALUE = TestOptions.bytes("value");
  private static final int WRITERS = 4;
  private static final int BATCHES = 2000;

  private MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private StorageEngine engine;

  @BeforeEach
  void create() throws IOException {
    engine = open(files);
    engine.createPartitions(3);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
  }

  private static StorageEngine open(MemoryFileSystem files) throws IOException {
    return StorageEngine.open(
        files.env(Clock.SYSTEM, new DirectScheduler()),
        CrashScript.DIRECTORY,
        TestOptions.small(Compression.NONE));
  }

  private static byte[] stamped(byte[] prefix, long sequence) {
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(sequence).array();
  }

  private List<byte[]> keys(int partition, byte[] lower) throws IOException {
    List<byte[]> keys = new ArrayList<>();
    try (Cursor cursor = engine.cursor(partition, CursorOptions.range(lower, null))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        keys.add(cursor.key());
      }
    }
    return keys;
  }

  @Test
  void aKeyEndsInTheNumberOfItsOperation() throws IOException {
    WriteBatch batch =
        new WriteBatch()
            .put(1, TestOptions.bytes("key"), VALUE)
            .putStamped(2, PREFIX, TestOptions.bytes("va"), NONE, TestOptions.bytes("lue"))
            .delete(1, TestOptions.bytes("other"))
            .putStamped(2, NONE);
    long before = engine.visibleSequence();
    Commit commit = engine.commit(batch);
    assertEquals(before + 4, commit.sequence());
    assertEquals(commit.sequence(), engine.visibleSequence());
    assertArrayEquals(VALUE, engine.get(2, stamped(PREFIX, before + 2)));
    assertArrayEquals(NONE, engine.get(2, stamped(NONE, before + 4)));
    assertArrayEquals(VALUE, engine.get(1, TestOptions.bytes("key")));
    assertEquals(2, keys(2, null).size());
  }

  @Test
  void eachCommitOfABatchHasKeysOfItsOwn() throws IOException {
    WriteBatch batch = new WriteBatch().putStamped(1, PREFIX, VALUE);
    engine.write(batch, Durability.BUFFERED);
    engine.write(batch, Durability.BUFFERED);
    assertEquals(2, keys(1, null).size());
    batch.clear();
    batch.put(1, stamped(PREFIX, 7), VALUE);
    engine.write(batch, Durability.BUFFERED);
    assertArrayEquals(VALUE, engine.get(1, stamped(PREFIX, 7)), "not stamped any more");
  }

  @Test
  void theKeysAreRecovered() throws IOException {
    engine.write(
        new WriteBatch().putStamped(1, PREFIX, VALUE).putStamped(1, PREFIX, VALUE),
        Durability.SYNC);
    List<byte[]> before = keys(1, null);
    MemoryFileSystem left = files.crash(1);
    engine.close();
    files = left;
    engine = open(files);
    List<byte[]> after = keys(1, null);
    assertEquals(2, after.size());
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(before.get(i), after.get(i));
    }
  }

  @Test
  void aKeyThatIsTooLongAddsNothing() {
    WriteBatch batch = new WriteBatch();
    byte[] prefix = new byte[WriteBatch.MAX_KEY_BYTES - Long.BYTES + 1];
    assertThrows(IllegalArgumentException.class, () -> batch.putStamped(1, prefix, VALUE));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            batch.putStamped(
                1, PREFIX, new byte[WriteBatch.MAX_BYTES / 2], new byte[WriteBatch.MAX_BYTES / 2]));
    assertEquals(0, batch.count());
    assertEquals(0, batch.byteSize());
  }

  /** Whoever has read up to some key finds nothing new before it, however writers overtake. */
  @Test
  void readersSeeNoGaps() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Long> seen;
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        writers.add(threads.submit(() -> write(number)));
      }
      Future<List<Long>> reader = threads.submit(() -> readOn(done));
      try {
        for (Future<?> writer : writers) {
          writer.get();
        }
      } finally {
        done.set(true);
      }
      seen = reader.get();
    }
    List<Long> all = keys(3, null).stream().map(key -> ByteBuffer.wrap(key).getLong()).toList();
    assertEquals(WRITERS * BATCHES, all.size());
    assertEquals(all, seen);
  }

  private Void write(int writer) throws IOException {
    byte[] filler = new byte[1 + 300 * writer];
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < BATCHES; i++) {
      batch.clear();
      batch.put(1 + writer % 2, TestOptions.bytes("key" + writer), filler);
      batch.putStamped(3, NONE, VALUE);
      engine.write(batch, Durability.BUFFERED);
    }
    return null;
  }

  private List<Long> readOn(AtomicBoolean done) throws IOException {
    List<Long> seen = new ArrayList<>();
    long next = 0;
    boolean last;
    do {
      last = done.get();
      for (byte[] key : keys(3, stamped(NONE, next))) {
        long sequence = ByteBuffer.wrap(key).getLong();
        assertTrue(sequence >= next, "in order");
        seen.add(sequence);
        next = sequence + 1;
      }
    } while (!last);
    return seen;
  }
}
