package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads of many items of any tables at one moment, without a lock, and as durable as acknowledged
 * writes are. The items of a partition are read together, since the waits for memory overlap then.
 * Records how long each partition took. Safe for use by many threads.
 */
public final class ManyReads {
  /** Room for a value of the first reading; one that is longer is read once more. */
  private static final int SLOT_BYTES = 1024;

  private final StorageEngine engine;
  private final ItemReads items;
  private final Clock clock;
  private final Optional<IndexLag> lag;

  /**
   * Reads of an engine.
   *
   * @param lag how far reads lag that may; empty for not at all
   */
  public ManyReads(StorageEngine engine, ItemReads items, Clock clock, Optional<IndexLag> lag) {
    this.engine = engine;
    this.items = items;
    this.clock = clock;
    this.lag = lag;
  }

  /** The keys of one partition, with their places among all. */
  private record Group(ItemPartition partition, List<Integer> places) {}

  /**
   * Reads items.
   *
   * @param keys some hundred at most
   * @param maxBytes the reading ends before the item with which there were more bytes than that, as
   *     DynamoDB counts them; the first is always read
   * @param kind as what the reading is recorded
   * @param start when the request came, by the clock's {@code nanoTime}
   * @return an item, or null if there is none, for each key up to that end, in their order
   */
  public List<Item> read(List<ItemKey> keys, long maxBytes, OperationKind kind, long start)
      throws IOException {
    while (true) {
      int before = replacements(keys);
      try {
        return readOnce(keys, maxBytes, kind, start);
      } catch (IllegalArgumentException refused) {
        if (replacements(keys) == before) {
          throw refused;
        }
        // Others have taken the place of partitions since they were looked for.
      }
    }
  }

  /** Grows whenever partitions of one of the tables are replaced. */
  private static int replacements(List<ItemKey> keys) {
    int sum = 0;
    for (ItemKey key : keys) {
      sum += key.table().replacements();
    }
    return sum;
  }

  private List<Item> readOnce(List<ItemKey> keys, long maxBytes, OperationKind kind, long start)
      throws IOException {
    Map<Integer, Group> groups = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      ItemPartition partition = keys.get(i).partition();
      groups
          .computeIfAbsent(partition.id(), _ -> new Group(partition, new ArrayList<>()))
          .places()
          .add(i);
    }
    if (lag.isPresent() && IndexLag.isByFault()) {
      try (IndexLag.View view = lag.get().view(false)) {
        if (view.snapshot() != null) {
          return read(view.snapshot(), keys, groups.values(), maxBytes, kind, start);
        }
      }
    }
    try (Snapshot now = engine.snapshot()) {
      return read(now, keys, groups.values(), maxBytes, kind, start);
    }
  }

  private List<Item> read(
      Snapshot snapshot,
      List<ItemKey> keys,
      Collection<Group> groups,
      long maxBytes,
      OperationKind kind,
      long start)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment[] slots = slots(arena, keys.size());
      int[] lengths = new int[keys.size()];
      long begin = start;
      for (Group group : groups) {
        try {
          read(snapshot, keys, group, slots, lengths);
        } finally {
          long end = clock.nanoTime();
          group.partition().latencies().record(kind, end - begin);
          begin = end;
        }
      }
      List<Item> read = decode(snapshot, keys, slots, lengths, maxBytes);
      for (Group group : groups) {
        Table table = keys.get(group.places().getFirst()).table();
        items.awaitDurable(table, group.partition());
        table.requirePresent();
      }
      return read;
    }
  }

  private static MemorySegment[] slots(Arena arena, int count) {
    MemorySegment room = arena.allocate((long) count * SLOT_BYTES);
    MemorySegment[] slots = new MemorySegment[count];
    for (int i = 0; i < count; i++) {
      slots[i] = room.asSlice((long) i * SLOT_BYTES, SLOT_BYTES);
    }
    return slots;
  }

  private void read(
      Snapshot snapshot, List<ItemKey> keys, Group group, MemorySegment[] slots, int[] lengths)
      throws IOException {
    int count = group.places().size();
    byte[][] wanted = new byte[count][];
    MemorySegment[] targets = new MemorySegment[count];
    int[] found = new int[count];
    for (int i = 0; i < count; i++) {
      int place = group.places().get(i);
      wanted[i] = keys.get(place).key();
      targets[i] = slots[place];
    }
    try {
      engine.get(snapshot, group.partition().id(), wanted, targets, found);
    } catch (IllegalArgumentException e) {
      throw keys.get(group.places().getFirst()).table().explain(e);
    }
    for (int i = 0; i < count; i++) {
      lengths[group.places().get(i)] = found[i];
    }
  }

  private List<Item> decode(
      Snapshot snapshot, List<ItemKey> keys, MemorySegment[] slots, int[] lengths, long maxBytes)
      throws IOException {
    List<Item> read = new ArrayList<>(keys.size());
    long bytes = 0;
    for (int i = 0; i < keys.size(); i++) {
      Item item = null;
      if (lengths[i] != StorageEngine.NOT_FOUND) {
        byte[] value = value(snapshot, keys.get(i), slots[i], lengths[i]);
        item = keys.get(i).table().items().decode(keys.get(i).key(), value);
        bytes += ItemCodec.sizeBytes(value);
        if (bytes > maxBytes && i > 0) {
          break;
        }
      }
      read.add(item);
    }
    return read;
  }

  private byte[] value(Snapshot snapshot, ItemKey key, MemorySegment slot, int length)
      throws IOException {
    if (length > SLOT_BYTES) {
      try {
        return engine.get(snapshot, key.partition().id(), key.key());
      } catch (IllegalArgumentException e) {
        throw key.table().explain(e);
      }
    }
    byte[] value = new byte[length];
    MemorySegment.copy(slot, ValueLayout.JAVA_BYTE, 0, value, 0, length);
    return value;
  }
}
