package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.wal.Wal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Records of the log whose checksum is right and whose payload is no batch, or not one of this
 * directory: they are reported with their place, and nothing of them is applied.
 */
class HostileLogTest {
  private static final EngineOptions OPTIONS =
      TestOptions.small(Compression.NONE).withWal(4 << 10, 64 << 10);
  private static final Path LOG = CrashScript.DIRECTORY.resolve("wal");

  @Test
  void whatIsWrongIsNamed() throws IOException {
    assertRefused("the kind of an operation, 1 or 2", "3", 0, 3, 1, 1, 0, 'k');
    assertRefused("a partition from 1 to 3", "0", 1, 1, 0, 1, 0, 'k');
    assertRefused("a partition from 1 to 3", "4", 1, 1, 4, 1, 0, 'k');
    assertRefused(
        "a partition from 1 to 3",
        "a number of more than 5 bytes",
        1,
        1,
        255,
        255,
        255,
        255,
        255,
        1);
    assertRefused(
        "a partition from 1 to 3, in its shortest form", "2 bytes", 1, 1, 129, 0, 1, 0, 'k');
    assertRefused("a key's length from 1 to 65535", "0", 2, 1, 1, 0, 0);
    assertRefused("a key's length from 1 to 65535", "65536", 2, 1, 1, 128, 128, 4, 0);
    assertRefused("a value's length", "2147483648", 3, 1, 1, 1, 128, 128, 128, 128, 8, 'k');
    assertRefused("no value of a delete", "1", 3, 2, 1, 1, 1, 'k', 'v');
    assertRefused("2 bytes of a key", "1 bytes to the end of the record", 4, 1, 1, 2, 0, 'k');
    assertRefused(
        "2 bytes of a value", "1 bytes to the end of the record", 5, 1, 1, 1, 2, 'k', 'v');
    // The first operation of each is sound, what follows is not.
    assertRefused(
        "1 bytes of a partition from 1 to 3",
        "0 bytes to the end of the record",
        7,
        1,
        1,
        1,
        1,
        'k',
        'v',
        1);
    assertRefused("the kind of an operation, 1 or 2", "0", 6, 1, 1, 1, 1, 'k', 'v', 0);
    assertRefused("1 bytes of the kind of an operation", "0 bytes to the end of the record", 0);
  }

  @Test
  void sequenceNumbersThatWereTakenAreRefused() throws IOException {
    MemoryFileSystem files = filled();
    byte[] two = encoded(new WriteBatch().delete(1, new byte[1]).delete(2, new byte[1]));
    try (Wal log = openLog(files)) {
      log.append(100, two, 0, two.length);
      log.append(101, two, 0, two.length);
    }
    CorruptionException refusal = refusal(files);
    assertEquals("101", refusal.found());
    files = filled();
    try (Wal log = openLog(files)) {
      log.append((1L << 56) - 1, two, 0, two.length);
    }
    assertEquals(Long.toString((1L << 56) - 1), refusal(files).found());
  }

  @Property(tries = 500)
  void batchesApplyWholeOrAreReported(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    MemoryFileSystem files = filled();
    SortedMap<Integer, NavigableMap<byte[], byte[]>> expected;
    try (StorageEngine engine = open(files.kill())) {
      expected = CrashScript.contents(engine);
    }
    byte[] payload = random.nextInt(4) == 0 ? randomBytes(random, 40) : mutatedBatch(random);
    try (Wal log = openLog(files)) {
      log.append(100, payload, 0, payload.length);
    }
    if (BatchModel.apply(payload, 3, expected)) {
      try (StorageEngine engine = open(files)) {
        CrashScript.assertSame(expected, engine);
      }
    } else {
      refusal(files);
    }
    Leaks.assertNone(files);
  }

  private static void assertRefused(String expected, String found, int at, int... payload)
      throws IOException {
    MemoryFileSystem files = filled();
    byte[] bytes = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    try (Wal log = openLog(files)) {
      log.append(100, bytes, 0, bytes.length);
    }
    CorruptionException refusal = refusal(files);
    assertEquals(expected, refusal.expected());
    assertEquals(found, refusal.found());
    String what = refusal.getMessage();
    int begin =
        Integer.parseInt(what.replaceAll("(?s).*log record with payload at (\\d+):.*", "$1"));
    assertEquals(begin + at, refusal.offset());
  }

  /** Opens once more after the refusal: what is refused stays as it is. */
  private static CorruptionException refusal(MemoryFileSystem files) throws IOException {
    CorruptionException refusal = assertThrows(CorruptionException.class, () -> open(files));
    assertTrue(refusal.file().matches(LOG + "/[0-9]{6}\\.wal"), refusal.file());
    CorruptionException again = assertThrows(CorruptionException.class, () -> open(files));
    assertEquals(refusal.getMessage(), again.getMessage());
    Leaks.assertNone(files);
    return refusal;
  }

  /** Partitions 1 and 2, and 3 which was dropped. */
  private static MemoryFileSystem filled() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    try (StorageEngine engine = open(files)) {
      engine.createPartitions(3);
      engine.dropPartitions(List.of(3));
      engine.put(1, TestOptions.bytes("a"), TestOptions.bytes("old"), Durability.SYNC);
      engine.put(2, TestOptions.bytes("b"), TestOptions.bytes("old"), Durability.SYNC);
      // Killed, so that no statement of a clean close speaks against a log that goes on.
      return files.kill();
    }
  }

  private static byte[] mutatedBatch(SplittableRandom random) {
    WriteBatch batch = new WriteBatch();
    for (int operation = 1 + random.nextInt(4); operation > 0; operation--) {
      byte[] key = new byte[] {(byte) ('a' + random.nextInt(4))};
      if (random.nextInt(3) == 0) {
        batch.delete(1 + random.nextInt(3), key);
      } else {
        batch.put(1 + random.nextInt(3), key, randomBytes(random, 6));
      }
    }
    byte[] bytes = encoded(batch);
    for (int mutation = random.nextInt(3); mutation > 0 && bytes.length > 0; mutation--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(6);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(3));
      }
    }
    return bytes;
  }

  private static byte[] randomBytes(SplittableRandom random, int bound) {
    byte[] bytes = new byte[random.nextInt(bound)];
    for (int i = 0; i < bytes.length; i++) {
      // Often small, so that they pass for lengths and kinds.
      bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt(256));
    }
    return bytes;
  }

  private static byte[] encoded(WriteBatch batch) {
    return Arrays.copyOf(batch.batch().array(), batch.byteSize());
  }

  private static Wal openLog(MemoryFileSystem files) throws IOException {
    Env env = CrashScript.env(files);
    return Wal.open(env, LOG, OPTIONS.walOptions(), (_, _, _, _, _, _) -> {});
  }

  private static StorageEngine open(MemoryFileSystem files) throws IOException {
    return StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, OPTIONS);
  }

  /** A batch as its page describes it, read in the plainest way. */
  private static final class BatchModel {
    private final byte[] bytes;
    private int at;

    private BatchModel(byte[] bytes) {
      this.bytes = bytes;
    }

    /** Applies a batch to live partitions; returns false, and changes nothing, if it is none. */
    static boolean apply(
        byte[] bytes, int lastPartition, SortedMap<Integer, NavigableMap<byte[], byte[]>> to) {
      BatchModel check = new BatchModel(bytes);
      try {
        check.read(lastPartition, new TreeMap<>());
      } catch (IllegalStateException _) {
        return false;
      }
      new BatchModel(bytes).read(lastPartition, to);
      return true;
    }

    private void read(int lastPartition, SortedMap<Integer, NavigableMap<byte[], byte[]>> to) {
      do {
        int kind = next();
        long partition = number();
        long keyLength = number();
        long valueLength = number();
        require(kind == 1 || kind == 2);
        require(partition >= 1 && partition <= lastPartition);
        require(keyLength >= 1 && keyLength <= 65_535);
        require(kind == 1 || valueLength == 0);
        byte[] key = take(keyLength);
        byte[] value = take(valueLength);
        if (to.containsKey((int) partition)) {
          if (kind == 1) {
            to.get((int) partition).put(key, value);
          } else {
            to.get((int) partition).remove(key);
          }
        }
      } while (at < bytes.length);
    }

    private int next() {
      require(at < bytes.length);
      return bytes[at++] & 0xff;
    }

    private long number() {
      long value = 0;
      int count = 0;
      int next;
      do {
        require(count < 5);
        next = next();
        value += (next & 127L) << (7 * count++);
      } while (next >= 128);
      require(count == 1 || next != 0);
      return value;
    }

    private byte[] take(long length) {
      require(length <= bytes.length - at);
      at += (int) length;
      return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    private static void require(boolean condition) {
      if (!condition) {
        throw new IllegalStateException();
      }
    }
  }
}
