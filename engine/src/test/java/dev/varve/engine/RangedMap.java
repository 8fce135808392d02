package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One map of keys over the partitions of an engine, each of which holds a range and says in its
 * descriptor where that begins. Splits and merges change nothing of it.
 */
final class RangedMap {
  private static final int KEYS = 60;

  private final NavigableMap<byte[], byte[]> keys = new TreeMap<>(Arrays::compareUnsigned);

  /** By the least key; that of the first is empty. */
  private final NavigableMap<byte[], Integer> partitions = new TreeMap<>(Arrays::compareUnsigned);

  private StorageEngine engine;

  static PartitionOptions options(byte[] lower) {
    return PartitionOptions.defaults().withDescriptor(lower);
  }

  /** The map of an engine, which is empty or has been filled by another one of this class. */
  static RangedMap of(StorageEngine engine) throws IOException {
    RangedMap map = new RangedMap();
    map.attach(engine);
    return map;
  }

  void attach(StorageEngine opened) throws IOException {
    engine = opened;
    partitions.clear();
    if (engine.partitions().isEmpty()) {
      engine.createPartitions(List.of(options(new byte[0])));
    }
    for (int id : engine.partitions()) {
      assertEquals(null, partitions.put(engine.partitionOptions(id).descriptor(), id));
    }
    assertEquals(0, partitions.firstKey().length);
  }

  NavigableMap<byte[], byte[]> keys() {
    return keys;
  }

  int size() {
    return partitions.size();
  }

  static byte[] key(SplittableRandom random) {
    return TestOptions.bytes("key %02d".formatted(random.nextInt(KEYS)));
  }

  int partitionOf(byte[] key) {
    return partitions.floorEntry(key).getValue();
  }

  int anyPartition(SplittableRandom random) {
    List<Integer> all = List.copyOf(partitions.values());
    return all.get(random.nextInt(all.size()));
  }

  /** Some puts and deletes, as yet only in the batch and here. */
  WriteBatch change(SplittableRandom random, int longest) {
    WriteBatch batch = new WriteBatch();
    for (int operation = random.nextInt(6); operation >= 0; operation--) {
      byte[] key = key(random);
      if (random.nextInt(4) == 0) {
        batch.delete(partitionOf(key), key);
        keys.remove(key);
      } else {
        byte[] value = new byte[random.nextInt(longest)];
        random.nextBytes(value);
        batch.put(partitionOf(key), key, value);
        keys.put(key, value);
      }
    }
    return batch;
  }

  /** Begins a split at a key; {@code null} if no partition has keys on both sides. */
  Replacement split(byte[] boundary) throws IOException {
    if (partitions.containsKey(boundary)) {
      return null;
    }
    byte[] lower = partitions.floorKey(boundary);
    return engine.split(partitionOf(boundary), boundary, options(lower), options(boundary));
  }

  void splitApplied(byte[] boundary, Replacement split) {
    partitions.put(partitions.floorKey(boundary), split.partitions().get(0));
    partitions.put(boundary, split.partitions().get(1));
  }

  /** The boundaries between two partitions. */
  List<byte[]> boundaries() {
    return new ArrayList<>(partitions.tailMap(new byte[0], false).keySet());
  }

  /** Begins a merge of the two partitions that meet at a boundary. */
  Replacement merge(byte[] boundary) throws IOException {
    byte[] lower = partitions.lowerKey(boundary);
    return engine.merge(partitions.get(lower), partitions.get(boundary), boundary, options(lower));
  }

  void mergeApplied(byte[] boundary, Replacement merge) {
    partitions.put(partitions.lowerKey(boundary), merge.partitions().getFirst());
    partitions.remove(boundary);
  }

  /** The keys of a partition. */
  NavigableMap<byte[], byte[]> keysOf(int partition) {
    return keysOf(partition, keys);
  }

  private NavigableMap<byte[], byte[]> keysOf(int partition, NavigableMap<byte[], byte[]> of) {
    for (byte[] lower : partitions.keySet()) {
      if (partitions.get(lower) == partition) {
        byte[] upper = partitions.higherKey(lower);
        return upper == null ? of.tailMap(lower, true) : of.subMap(lower, true, upper, false);
      }
    }
    throw new AssertionError("partition " + partition);
  }

  void check() throws IOException {
    assertEquals(partitions.values().stream().sorted().toList(), engine.partitions());
    for (int partition : partitions.values()) {
      Contents.check(keysOf(partition), engine, partition);
    }
    for (int number = 0; number < KEYS; number++) {
      byte[] key = TestOptions.bytes("key %02d".formatted(number));
      assertArrayEquals(keys.get(key), engine.get(partitionOf(key), key));
    }
  }

  /** Checks what a snapshot shows, which was taken when the keys were these. */
  void check(Snapshot snapshot, NavigableMap<byte[], byte[]> then) throws IOException {
    int found = 0;
    for (int partition : partitions.values()) {
      NavigableMap<byte[], byte[]> expected = keysOf(partition, then);
      try (Cursor cursor = engine.cursor(partition, CursorOptions.all().at(snapshot))) {
        for (boolean more = cursor.first(); more; more = cursor.next()) {
          assertArrayEquals(expected.get(cursor.key()), cursor.value());
          found++;
        }
        assertEquals(!expected.isEmpty(), cursor.last());
      }
      for (byte[] key : expected.keySet()) {
        assertArrayEquals(expected.get(key), engine.get(snapshot, partition, key));
      }
    }
    assertEquals(then.size(), found);
  }

  /** What the partitions of an engine hold together; each key is in the one whose it is. */
  static NavigableMap<byte[], byte[]> contents(StorageEngine engine) throws IOException {
    NavigableMap<byte[], byte[]> all = new TreeMap<>(Arrays::compareUnsigned);
    RangedMap map = of(engine);
    for (int partition : engine.partitions()) {
      NavigableMap<byte[], byte[]> some = Contents.of(engine, partition);
      Contents.check(some, engine, partition);
      for (byte[] key : some.keySet()) {
        assertEquals(partition, map.partitionOf(key));
      }
      all.putAll(some);
    }
    assertTrue(map.size() > 0);
    return all;
  }
}
