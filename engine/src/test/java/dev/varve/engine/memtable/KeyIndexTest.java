package dev.varve.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.sstable.filter.KeyHash;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
  private final MemoryLedger ledger = new MemoryLedger();
  private final ChunkPool pool =
      new ChunkPool(ledger, "memtable", Runnable::run, ChunkPool.CHUNK_BYTES);

  /**
   * Adds keys with a hash of the caller's choice and finds each, and none other.
   *
   * @return how much memory the index took
   */
  private long addAndFind(int keys, long expectedKeys, ToLongFunction<byte[]> hash) {
    try (ChunkMemory memory = new ChunkMemory(pool, 0);
        KeyIndex index = new KeyIndex(pool, memory, expectedKeys)) {
      Map<Integer, Integer> model = new HashMap<>();
      for (int i = 0; i < keys; i++) {
        int record = record(memory, key(i));
        assertEquals(MemTable.NONE, index.find(hash.applyAsLong(key(i)), key(i), 0, 8));
        index.add(hash.applyAsLong(key(i)), record);
        model.put(i, record);
      }
      model.forEach(
          (i, record) -> assertEquals(record, index.find(hash.applyAsLong(key(i)), key(i), 0, 8)));
      for (int i = keys; i < 2 * keys; i++) {
        assertEquals(MemTable.NONE, index.find(hash.applyAsLong(key(i)), key(i), 0, 8));
      }
      return index.byteSize();
    }
  }

  private static int record(ChunkMemory memory, byte[] key) {
    int record = memory.allocate(RecordLayout.HEADER_BYTES + key.length, 8);
    MemorySegment chunk = memory.segment(record);
    long at = ChunkMemory.offset(record);
    RecordLayout.write(chunk, at, 1, key.length, 0);
    RecordLayout.setFirst(chunk, at);
    MemorySegment.copy(
        key, 0, chunk, ValueLayout.JAVA_BYTE, at + RecordLayout.HEADER_BYTES, key.length);
    return record;
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  private void assertNothingHeld() {
    pool.close();
    assertTrue(ledger.bytesByOwner().isEmpty());
  }

  @Property(tries = 20)
  void findsWhatWasAddedAndNothingElse(
      @ForAll @IntRange(min = 1, max = 150_000) int keys,
      @ForAll @IntRange(max = 150_000) int expectedKeys) {
    addAndFind(keys, expectedKeys, KeyHash::of);
    assertNothingHeld();
  }

  /** All in one bucket, the last one, so that they go on in those behind it and at the start. */
  @Test
  void keysThatShareABucketAndATagAreToldApart() {
    addAndFind(500, 0, _ -> -1L);
    addAndFind(500, 0, key -> -1L << 16 | (key[7] & 0xff));
    assertNothingHeld();
  }

  @Test
  void asManyKeysAsExpectedLieInOnePart() {
    int expected = 8 * (1 << 20) / 64;
    assertEquals(1 << 20, addAndFind(expected, expected, KeyHash::of));
    assertEquals((1 << 20) + (4 << 20), addAndFind(expected + 1, expected, KeyHash::of));
    assertNothingHeld();
  }

  /** What the pool gives may hold anything. */
  @Test
  void whatAnotherLeftInAChunkIsNoKey() {
    var chunk = pool.take(ChunkPool.CHUNK_BYTES, 64);
    chunk.segment().fill((byte) 0xff);
    pool.giveBack(chunk);
    assertEquals(ChunkPool.CHUNK_BYTES, addAndFind(10_000, 500_000, KeyHash::of));
    assertNothingHeld();
  }
}
