package dev.varve.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.io.Env;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A sequence of steps on an engine, decided by a seed, that notes what should be there after each
 * step, which steps were acknowledged, and up to which one power loss must not matter.
 */
final class CrashScript {
  static final Path DIRECTORY = Path.of("/engine");

  /** In each partition the number of the last step that wrote to it. */
  private static final byte[] COUNTER = TestOptions.bytes("counter");

  private final SplittableRandom random;
  private final int steps;
  private final EngineOptions options;

  /** Live keys of each partition after so many steps. */
  private final List<SortedMap<Integer, NavigableMap<byte[], byte[]>>> states = new ArrayList<>();

  private StorageEngine engine;
  private int acknowledged;
  private int durable;
  private int nextPartition = 1;

  CrashScript(long seed, int steps, EngineOptions options) {
    this.random = new SplittableRandom(seed);
    this.steps = steps;
    this.options = options;
    states.add(new TreeMap<>());
  }

  static Env env(MemoryFileSystem files) {
    return files.env(new ManualClock(), new DirectScheduler());
  }

  /** Runs all steps; ends with an exception where one fails. */
  void run(MemoryFileSystem files) throws IOException {
    engine = StorageEngine.open(env(files), DIRECTORY, options);
    create(files, 3);
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(25)) {
        case 0 -> {
          engine.flush();
          isDurable(files);
        }
        case 1 -> engine.compact(anyPartition());
        case 2 -> create(files, 1 + random.nextInt(2));
        case 3 -> drop(files);
        case 4 -> {
          close();
          isDurable(files);
          engine = StorageEngine.open(env(files), DIRECTORY, options);
        }
        case 5 -> {
          engine.sync();
          isDurable(files);
        }
        case 6 -> {
          // The log goes on in a short segment that releases all before it.
          engine.flush();
          engine.awaitQuiescence();
          isDurable(files);
        }
        case 7 -> copy(files);
        default -> write(files);
      }
    }
    close();
    isDurable(files);
  }

  private void close() throws IOException {
    StorageEngine closing = engine;
    engine = null;
    closing.close();
  }

  /** The open engine, or {@code null} where it could not be opened or was to be closed. */
  StorageEngine engine() {
    return engine;
  }

  /** Fails unless the open engine shows the last acknowledged step or the one under way. */
  void checkOpenEngine() throws IOException {
    check(engine, acknowledged);
  }

  /** Fails unless what the engine shows is a state no older than the last durable step. */
  void checkAfterPowerLoss(StorageEngine recovered) throws IOException {
    check(recovered, durable);
  }

  /** Fails unless what the engine shows is a state no older than the last acknowledged step. */
  void checkAfterKill(StorageEngine recovered) throws IOException {
    check(recovered, acknowledged);
  }

  private void check(StorageEngine recovered, int least) throws IOException {
    SortedMap<Integer, NavigableMap<byte[], byte[]>> found = contents(recovered);
    for (int step = states.size() - 1; step >= least; step--) {
      if (equal(states.get(step), found)) {
        for (int partition : found.keySet()) {
          Contents.check(found.get(partition), recovered, partition);
        }
        return;
      }
    }
    String like = "no step";
    for (int step = 0; step < least; step++) {
      if (equal(states.get(step), found)) {
        like = "step " + step;
      }
    }
    throw new AssertionError(
        "found the state after %s, expected one after %d to %d (acknowledged %d): %s"
            .formatted(like, least, states.size() - 1, acknowledged, describe(found)));
  }

  static SortedMap<Integer, NavigableMap<byte[], byte[]>> contents(StorageEngine engine)
      throws IOException {
    SortedMap<Integer, NavigableMap<byte[], byte[]>> found = new TreeMap<>();
    for (int partition : engine.partitions()) {
      found.put(partition, Contents.of(engine, partition));
    }
    return found;
  }

  static void assertSame(
      SortedMap<Integer, NavigableMap<byte[], byte[]>> expected, StorageEngine engine)
      throws IOException {
    assertEquals(List.copyOf(expected.keySet()), engine.partitions());
    for (int partition : engine.partitions()) {
      Contents.check(expected.get(partition), engine, partition);
    }
  }

  private String describe(SortedMap<Integer, NavigableMap<byte[], byte[]>> found) {
    StringBuilder text = new StringBuilder();
    found.forEach((partition, keys) -> {
      byte[] step = keys.get(COUNTER);
      text.append(
          " partition %d has %d keys of step %s;"
              .formatted(partition, keys.size(), step == null ? "?" : new String(step, UTF_8)));
    });
    return text.toString();
  }

  private static boolean equal(
      SortedMap<Integer, NavigableMap<byte[], byte[]>> left,
      SortedMap<Integer, NavigableMap<byte[], byte[]>> right) {
    if (!left.keySet().equals(right.keySet())) {
      return false;
    }
    for (int partition : left.keySet()) {
      if (!Contents.equal(left.get(partition), right.get(partition))) {
        return false;
      }
    }
    return true;
  }

  /** Writes to some partitions; each write can be told from all others. */
  private void write(MemoryFileSystem files) throws IOException {
    WriteBatch batch = new WriteBatch();
    SortedMap<Integer, NavigableMap<byte[], byte[]>> next = copy();
    byte[] name = TestOptions.bytes("" + states.size());
    for (int partition : next.keySet()) {
      if (random.nextInt(3) == 0) {
        continue;
      }
      put(batch, next, partition, COUNTER, name);
      for (int operation = random.nextInt(3); operation > 0; operation--) {
        byte[] key = TestOptions.bytes("key-" + random.nextInt(40));
        if (random.nextInt(3) == 0) {
          batch.delete(partition, key);
          next.get(partition).remove(key);
        } else {
          put(batch, next, partition, key, Arrays.copyOf(name, 4 + random.nextInt(120)));
        }
      }
    }
    boolean sync = random.nextInt(3) == 0;
    states.add(next);
    engine.write(batch, sync ? Durability.SYNC : Durability.BUFFERED);
    isAcknowledged(files);
    if (sync && batch.count() > 0) {
      isDurable(files);
    }
  }

  private static void put(
      WriteBatch batch,
      SortedMap<Integer, NavigableMap<byte[], byte[]>> state,
      int partition,
      byte[] key,
      byte[] value) {
    batch.put(partition, key, value);
    state.get(partition).put(key, value);
  }

  private void create(MemoryFileSystem files, int count) throws IOException {
    SortedMap<Integer, NavigableMap<byte[], byte[]>> next = copy();
    if (next.size() + count > 4) {
      return;
    }
    for (int partition = 0; partition < count; partition++) {
      next.put(nextPartition++, new TreeMap<>(Arrays::compareUnsigned));
    }
    states.add(next);
    List<Integer> created = engine.createPartitions(count);
    assertEquals(List.copyOf(next.tailMap(nextPartition - count).keySet()), created);
    isAcknowledged(files);
    isDurable(files);
  }

  /** Creates two partitions with what another one holds; no state has one without the other. */
  private void copy(MemoryFileSystem files) throws IOException {
    SortedMap<Integer, NavigableMap<byte[], byte[]>> next = copy();
    if (next.size() > 2) {
      return;
    }
    int first = anyPartition();
    int second = anyPartition();
    next.put(nextPartition++, sameAs(next.get(first)));
    next.put(nextPartition++, sameAs(next.get(second)));
    states.add(next);
    try (Checkpoint checkpoint = engine.checkpoint(List.of(first, second))) {
      engine.createPartitions(
          checkpoint, List.of(PartitionOptions.defaults(), PartitionOptions.defaults()));
    }
    isAcknowledged(files);
    isDurable(files);
  }

  private static NavigableMap<byte[], byte[]> sameAs(NavigableMap<byte[], byte[]> keys) {
    NavigableMap<byte[], byte[]> same = new TreeMap<>(Arrays::compareUnsigned);
    same.putAll(keys);
    return same;
  }

  private void drop(MemoryFileSystem files) throws IOException {
    SortedMap<Integer, NavigableMap<byte[], byte[]>> next = copy();
    if (next.size() < 2) {
      return;
    }
    int dropped = anyPartition();
    next.remove(dropped);
    states.add(next);
    engine.dropPartitions(List.of(dropped));
    isAcknowledged(files);
    isDurable(files);
  }

  private int anyPartition() {
    List<Integer> all = List.copyOf(states.getLast().keySet());
    return all.get(random.nextInt(all.size()));
  }

  private SortedMap<Integer, NavigableMap<byte[], byte[]>> copy() {
    SortedMap<Integer, NavigableMap<byte[], byte[]>> copy = new TreeMap<>();
    states.getLast().forEach((partition, keys) -> copy.put(partition, sameAs(keys)));
    return copy;
  }

  private void isAcknowledged(MemoryFileSystem files) throws IOException {
    requireGoingOn(files);
    acknowledged = states.size() - 1;
  }

  private void isDurable(MemoryFileSystem files) throws IOException {
    requireGoingOn(files);
    durable = states.size() - 1;
  }

  /** Stores into a mapping go on after the end of the files: what they acknowledge is void. */
  private static void requireGoingOn(MemoryFileSystem files) throws IOException {
    if (files.stopped()) {
      throw new IOException("stopped");
    }
  }
}
