package dev.varve.soak.damage;

import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.soak.model.Content;
import dev.varve.sstable.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A directory with tables in several levels, a log and a manifest, as two sessions leave it; as it
 * was between them; and what it must hold.
 */
final class SmallDirectory {
  private static final int KEYS = 600;
  private static final int LONGEST_VALUE_BYTES = 4 << 10;

  /** So few that no memtable is full: then nothing is written in the background. */
  private static final int LAST_WRITES = 60;

  private static final int KIBIBYTE = 1 << 10;

  private final Path root;
  private final SplittableRandom random;
  private final EngineOptions options;
  private final boolean closed;

  /** By partition, the version of each live key. */
  private final Map<Integer, SequencedMap<Long, Long>> expected = new TreeMap<>();

  /**
   * What each write since the second opening, or since the flush of all before, has replaced; the
   * last one first.
   */
  private final Deque<Undo> undos = new ArrayDeque<>();

  /** The version of a key before a write, {@code null} if it had none. */
  private record Undo(int partition, long key, Long version) {}

  private long version;

  /** Makes one. */
  SmallDirectory(Path root, long seed) throws IOException {
    this.root = root;
    random = new SplittableRandom(seed);
    closed = random.nextInt(3) > 0;
    options =
        EngineOptions.defaults()
            .withMemtables(64 * KIBIBYTE, 256 * KIBIBYTE)
            .withWal(64 * KIBIBYTE, 256 * KIBIBYTE)
            .withTables(64 * KIBIBYTE, 256 * KIBIBYTE)
            .withLevel0(2, 8, 16)
            .withSyncInterval(Duration.ZERO)
            .withCompression(random.nextBoolean() ? Compression.LZ4 : Compression.NONE);
    Trees.delete(root);
    Path live = root.resolve("live");
    try (StorageEngine engine = StorageEngine.open(live, options)) {
      engine.createPartitions(4).forEach(partition -> expected.put(partition, new TreeMap<>()));
      write(engine, 2_000);
      engine.dropPartitions(List.of(1));
      expected.remove(1);
    }
    Trees.copy(live, older());
    try (StorageEngine engine = StorageEngine.open(live, options)) {
      int created = engine.createPartitions(1).getFirst();
      expected.put(created, new TreeMap<>());
      undos.clear();
      write(engine, random.nextInt(1, 2_000));
      boolean flushed = random.nextInt(3) == 0;
      if (flushed) {
        engine.flush();
      }
      engine.awaitQuiescence();
      if (flushed) {
        undos.clear(); // these writes are in tables
      }
      write(engine, random.nextInt(LAST_WRITES));
      engine.sync();
      if (!closed) {
        // As a kill leaves it, since nothing is written any more.
        Trees.copy(live, copied());
      }
    }
    if (closed) {
      Trees.copy(live, copied());
    }
  }

  /** The directory to be copied and damaged. */
  Path copied() {
    return root.resolve("copied");
  }

  /** The same at an earlier time. */
  Path older() {
    return root.resolve("older");
  }

  /** Whether it was closed; else its process was killed. */
  boolean isClosed() {
    return closed;
  }

  /**
   * Whether this is what the directory may hold if the end of its log is lost: the state after some
   * write since the second opening, or since the flush of all before. Nothing states yet that the
   * last records were durable where no record followed and no close (docs/durability.md).
   */
  boolean mayHoldWithoutEnd(Map<Integer, SequencedMap<Long, Long>> found) {
    if (closed) {
      return false;
    }
    Map<Integer, SequencedMap<Long, Long>> state = new TreeMap<>();
    expected.forEach((partition, keys) -> state.put(partition, new TreeMap<>(keys)));
    for (Undo undo : undos) {
      if (state.equals(found)) {
        return true;
      }
      if (undo.version() == null) {
        state.get(undo.partition()).remove(undo.key());
      } else {
        state.get(undo.partition()).put(undo.key(), undo.version());
      }
    }
    return state.equals(found);
  }

  /** By partition, the version of each live key. */
  Map<Integer, SequencedMap<Long, Long>> expected() {
    return expected;
  }

  private void write(StorageEngine engine, int writes) throws IOException {
    List<Integer> partitions = new ArrayList<>(expected.keySet());
    for (int i = 0; i < writes; i++) {
      int partition = partitions.get(random.nextInt(partitions.size()));
      long key = random.nextInt(KEYS);
      byte[] bytes = Content.key(partition, key);
      undos.push(new Undo(partition, key, expected.get(partition).get(key)));
      Durability durability = random.nextInt(100) == 0 ? Durability.SYNC : Durability.BUFFERED;
      if (random.nextInt(4) == 0) {
        engine.delete(partition, bytes, durability);
        expected.get(partition).remove(key);
      } else {
        do {
          version++;
        } while (Content.valueLength(partition, key, version) > LONGEST_VALUE_BYTES);
        engine.put(partition, bytes, Content.value(partition, key, version), durability);
        expected.get(partition).put(key, version);
      }
      if (random.nextInt(700) == 0) {
        engine.compact(partition);
      }
    }
  }
}
