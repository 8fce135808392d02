package dev.varve.engine;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an engine should hold: all versions of each key of each partition, by sequence number. */
final class Model {
  /** A value of {@code null} is a deletion. */
  private final SortedMap<Integer, NavigableMap<byte[], NavigableMap<Long, byte[]>>> partitions =
      new TreeMap<>();

  private long sequence;

  /** The newest sequence number. */
  long sequence() {
    return sequence;
  }

  /** Numbers of the live partitions, ascending. */
  List<Integer> partitions() {
    return List.copyOf(partitions.keySet());
  }

  void create(int partition) {
    partitions.put(partition, new TreeMap<>(Arrays::compareUnsigned));
  }

  /** All versions of all keys of a partition as they are now. */
  NavigableMap<byte[], NavigableMap<Long, byte[]>> versions(int partition) {
    NavigableMap<byte[], NavigableMap<Long, byte[]>> copy = new TreeMap<>(Arrays::compareUnsigned);
    partitions.get(partition).forEach((key, versions) -> copy.put(key, new TreeMap<>(versions)));
    return copy;
  }

  /** Creates a partition with what another one had. */
  void create(int partition, NavigableMap<byte[], NavigableMap<Long, byte[]>> versions) {
    partitions.put(partition, versions);
  }

  void drop(int partition) {
    partitions.remove(partition);
  }

  /** A put, or a delete if {@code value} is {@code null}. */
  void write(int partition, byte[] key, byte[] value) {
    sequence++;
    partitions.get(partition).computeIfAbsent(key, _ -> new TreeMap<>()).put(sequence, value);
  }

  /** The value of a key at a moment, or {@code null}. */
  byte[] get(int partition, byte[] key, long moment) {
    NavigableMap<Long, byte[]> versions = partitions.get(partition).get(key);
    var newest = versions == null ? null : versions.floorEntry(moment);
    return newest == null ? null : newest.getValue();
  }

  /** The live keys of a partition at a moment; a copy. */
  NavigableMap<byte[], byte[]> visible(int partition, long moment) {
    NavigableMap<byte[], byte[]> live = new TreeMap<>(Arrays::compareUnsigned);
    for (byte[] key : partitions.get(partition).keySet()) {
      byte[] value = get(partition, key, moment);
      if (value != null) {
        live.put(key, value);
      }
    }
    return live;
  }
}
