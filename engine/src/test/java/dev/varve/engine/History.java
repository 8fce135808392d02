package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A random sequence of everything that callers do with an engine, checked step by step against a
 * {@link Model}. The seed decides all of it.
 */
final class History {
  /** A partition's cursor, what it must show, and where it should stand. */
  private static final class OpenCursor {
    final Cursor cursor;
    final NavigableMap<byte[], byte[]> expected;
    byte[] at; // null where it stands on no entry

    OpenCursor(Cursor cursor, NavigableMap<byte[], byte[]> expected) {
      this.cursor = cursor;
      this.expected = expected;
    }
  }

  private static final int MAX_PARTITIONS = 4;
  private static final int MAX_OPEN = 4;
  private static final byte UNTOUCHED = 0x5a;
  private static final int LARGE_VALUE_BYTES = 3_000;

  private final SplittableRandom random;
  private final Env env;
  private final Path directory;
  private final EngineOptions options;
  private final Runnable afterClose;
  private final int keySpace;
  private final Model model = new Model();
  private final WriteBatch batch = new WriteBatch();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final List<OpenCursor> cursors = new ArrayList<>();
  private StorageEngine engine;
  private long flushes;
  private long compactions;
  private int deepestLevel = -1;
  private int uppermostBaseLevel = Integer.MAX_VALUE;

  /**
   * Prepares a history.
   *
   * @param afterClose checked whenever the engine has been closed
   */
  History(long seed, Env env, Path directory, EngineOptions options, Runnable afterClose) {
    this.random = new SplittableRandom(seed);
    this.env = env;
    this.directory = directory;
    this.options = options;
    this.afterClose = afterClose;
    this.keySpace = random.nextBoolean() ? 60 : 1_500;
  }

  void run(int steps) throws IOException {
    engine = StorageEngine.open(env, directory, options);
    try {
      create(1 + random.nextInt(3));
      for (int step = 0; step < steps; step++) {
        step();
      }
      checkAll();
      noteShape();
    } finally {
      closeAll();
    }
  }

  long flushes() {
    return flushes;
  }

  long compactions() {
    return compactions;
  }

  /** Number of different levels below level 0 that held tables, at least. */
  int levelsReached() {
    return deepestLevel < 0 ? 0 : deepestLevel - uppermostBaseLevel + 1;
  }

  private void step() throws IOException {
    switch (random.nextInt(100)) {
      case 0 -> reopen();
      case 1 -> create(1 + random.nextInt(2));
      case 2 -> drop();
      case 3 -> flush();
      case 4 -> compact();
      case 5 -> checkAll();
      case 6 -> engine.sync();
      case 7, 8, 9 -> takeSnapshot();
      case 10, 11 -> closeSnapshot();
      case 12, 13, 14 -> openCursor();
      case 15, 16 -> closeCursor();
      case 17, 18, 19, 20, 21, 22, 23, 24 -> moveCursor();
      case 25, 26, 27, 28, 29, 30 -> get();
      case 31, 32, 33 -> getAtSnapshot();
      case 34, 35, 36 -> getIntoBuffer();
      case 37, 38 -> getSeveral();
      case 39 -> copy();
      default -> write();
    }
  }

  private void write() throws IOException {
    batch.clear();
    int operations = random.nextInt(8) == 0 ? 1 + random.nextInt(40) : random.nextInt(5);
    for (int operation = 0; operation < operations && batch.byteSize() < 40_000; operation++) {
      int partition = anyPartition();
      byte[] key = key();
      if (random.nextInt(4) == 0) {
        batch.delete(partition, key);
        model.write(partition, key, null);
      } else {
        byte[] value = value();
        batch.put(partition, key, value);
        model.write(partition, key, value);
      }
    }
    Durability durability = random.nextInt(4) == 0 ? Durability.SYNC : Durability.BUFFERED;
    engine.write(batch, durability);
  }

  private void get() throws IOException {
    int partition = anyPartition();
    byte[] key = key();
    assertArrayEquals(model.get(partition, key, model.sequence()), engine.get(partition, key));
  }

  private void getAtSnapshot() throws IOException {
    if (snapshots.isEmpty()) {
      return;
    }
    Snapshot snapshot = snapshots.get(random.nextInt(snapshots.size()));
    int partition = anyPartition();
    byte[] key = key();
    assertArrayEquals(
        model.get(partition, key, snapshot.sequence()), engine.get(snapshot, partition, key));
  }

  private void getIntoBuffer() throws IOException {
    int partition = anyPartition();
    byte[] key = key();
    byte[] expected = model.get(partition, key, model.sequence());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = target(expected, arena);
      assertCopied(expected, target, engine.get(partition, key, target));
    }
  }

  private void getSeveral() throws IOException {
    Snapshot snapshot =
        snapshots.isEmpty() || random.nextBoolean()
            ? null
            : snapshots.get(random.nextInt(snapshots.size()));
    long moment = snapshot == null ? model.sequence() : snapshot.sequence();
    int partition = anyPartition();
    int count = random.nextInt(40);
    byte[][] keys = new byte[count][];
    byte[][] expected = new byte[count][];
    MemorySegment[] targets = new MemorySegment[count];
    int[] lengths = new int[count];
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < count; i++) {
        keys[i] = key();
        expected[i] = model.get(partition, keys[i], moment);
        targets[i] = target(expected[i], arena);
      }
      engine.get(snapshot, partition, keys, targets, lengths);
      for (int i = 0; i < count; i++) {
        assertCopied(expected[i], targets[i], lengths[i]);
      }
    }
  }

  /** Room for a value, too small, exact or too large, on or off the heap. */
  private MemorySegment target(byte[] expected, Arena arena) {
    int exact = expected == null ? 0 : expected.length;
    int size = random.nextInt(3) == 0 ? exact : random.nextInt(2 * exact + 2);
    MemorySegment target =
        random.nextBoolean() ? arena.allocate(size) : MemorySegment.ofArray(new byte[size]);
    return target.fill(UNTOUCHED);
  }

  private static void assertCopied(byte[] expected, MemorySegment target, int length) {
    assertEquals(expected == null ? StorageEngine.NOT_FOUND : expected.length, length);
    int copied = expected == null || length > target.byteSize() ? 0 : length;
    byte[] found = target.toArray(ValueLayout.JAVA_BYTE);
    if (copied > 0) {
      assertArrayEquals(expected, Arrays.copyOf(found, copied));
    }
    for (int at = copied; at < found.length; at++) {
      assertEquals(UNTOUCHED, found[at], "bytes behind the value");
    }
  }

  private void takeSnapshot() {
    if (snapshots.size() < MAX_OPEN) {
      Snapshot snapshot = engine.snapshot();
      assertEquals(model.sequence(), snapshot.sequence());
      snapshots.add(snapshot);
    }
  }

  private void closeSnapshot() {
    if (!snapshots.isEmpty()) {
      snapshots.remove(random.nextInt(snapshots.size())).close();
    }
  }

  private void openCursor() throws IOException {
    if (cursors.size() == MAX_OPEN) {
      return;
    }
    int partition = anyPartition();
    byte[] lower = random.nextInt(3) == 0 ? key() : null;
    byte[] upper = random.nextInt(3) == 0 ? key() : null;
    CursorOptions wanted = CursorOptions.range(lower, upper);
    long moment = model.sequence();
    if (!snapshots.isEmpty() && random.nextBoolean()) {
      Snapshot snapshot = snapshots.get(random.nextInt(snapshots.size()));
      moment = snapshot.sequence();
      wanted = wanted.at(snapshot);
    }
    NavigableMap<byte[], byte[]> expected = model.visible(partition, moment);
    if (lower != null) {
      expected = expected.tailMap(lower, true);
    }
    if (upper != null) {
      boolean crossed = lower != null && Arrays.compareUnsigned(lower, upper) >= 0;
      expected = crossed ? new TreeMap<>(Arrays::compareUnsigned) : expected.headMap(upper, false);
    }
    cursors.add(new OpenCursor(engine.cursor(partition, wanted), expected));
  }

  private void closeCursor() {
    if (!cursors.isEmpty()) {
      cursors.remove(random.nextInt(cursors.size())).cursor.close();
    }
  }

  private void moveCursor() throws IOException {
    if (cursors.isEmpty()) {
      return;
    }
    OpenCursor open = cursors.get(random.nextInt(cursors.size()));
    for (int move = random.nextInt(30); move >= 0; move--) {
      move(open);
      assertStandsAt(open);
    }
  }

  private void move(OpenCursor open) throws IOException {
    NavigableMap<byte[], byte[]> expected = open.expected;
    int choice = random.nextInt(14);
    if (open.at == null && choice > 3) {
      assertThrows(IllegalStateException.class, open.cursor::next);
      assertThrows(IllegalStateException.class, open.cursor::previous);
      assertThrows(IllegalStateException.class, open.cursor::key);
      choice = random.nextInt(4);
    }
    boolean found;
    switch (choice) {
      case 0 -> {
        found = open.cursor.first();
        open.at = expected.isEmpty() ? null : expected.firstKey();
      }
      case 1 -> {
        found = open.cursor.last();
        open.at = expected.isEmpty() ? null : expected.lastKey();
      }
      case 2 -> {
        byte[] key = random.nextInt(8) == 0 ? new byte[0] : key();
        found = open.cursor.seek(key);
        open.at = expected.ceilingKey(key);
      }
      case 3 -> {
        byte[] key = random.nextInt(8) == 0 ? new byte[0] : key();
        found = open.cursor.seekBefore(key);
        open.at = expected.lowerKey(key);
      }
      case 4, 5, 6, 7, 8 -> {
        found = open.cursor.next();
        open.at = expected.higherKey(open.at);
      }
      default -> {
        found = open.cursor.previous();
        open.at = expected.lowerKey(open.at);
      }
    }
    assertEquals(open.at != null, found);
  }

  private static void assertStandsAt(OpenCursor open) throws IOException {
    assertEquals(open.at != null, open.cursor.isValid());
    if (open.at != null) {
      byte[] value = open.expected.get(open.at);
      assertArrayEquals(open.at, open.cursor.key());
      assertArrayEquals(value, open.cursor.value());
      byte[] longer = new byte[Math.max(open.at.length, value.length) + 1];
      assertEquals(open.at.length, open.cursor.copyKey(longer));
      assertArrayEquals(open.at, Arrays.copyOf(longer, open.at.length));
      assertEquals(value.length, open.cursor.copyValue(longer));
      assertArrayEquals(value, Arrays.copyOf(longer, value.length));
      assertEquals(value.length, open.cursor.copyValue(new byte[value.length / 2]));
      byte[] longerValue = new byte[value.length + 1];
      byte[] shortKey = new byte[open.at.length - 1];
      assertFalse(open.cursor.copyEntry(shortKey, longerValue));
      assertArrayEquals(new byte[value.length + 1], longerValue);
      if (value.length > 0) {
        byte[] longerKey = new byte[open.at.length + 1];
        assertFalse(open.cursor.copyEntry(longerKey, new byte[value.length - 1]));
        assertArrayEquals(new byte[open.at.length + 1], longerKey);
      }
      assertTrue(open.cursor.copyEntry(longer, longerValue));
      assertArrayEquals(open.at, Arrays.copyOf(longer, open.at.length));
      assertArrayEquals(value, Arrays.copyOf(longerValue, value.length));
    }
  }

  private void flush() throws IOException {
    if (random.nextBoolean()) {
      engine.flush();
    } else {
      engine.flush(anyPartition());
    }
    noteShape();
  }

  private void compact() throws IOException {
    engine.compact(anyPartition());
    noteShape();
  }

  private void create(int count) throws IOException {
    if (model.partitions().size() + count <= MAX_PARTITIONS) {
      engine.createPartitions(count).forEach(model::create);
    }
  }

  /** Makes a partition of what another one holds, beside which writes go on. */
  private void copy() throws IOException {
    if (model.partitions().size() == MAX_PARTITIONS) {
      return;
    }
    int source = anyPartition();
    try (Checkpoint checkpoint = engine.checkpoint(List.of(source))) {
      var versions = model.versions(source);
      write();
      int copy =
          engine.createPartitions(checkpoint, List.of(PartitionOptions.defaults())).getFirst();
      model.create(copy, versions);
      Contents.check(model.visible(copy, model.sequence()), engine, copy);
    }
  }

  private void drop() throws IOException {
    if (model.partitions().size() > 1) {
      noteShape();
      int dropped = anyPartition();
      engine.dropPartitions(List.of(dropped));
      model.drop(dropped);
      assertThrows(IllegalArgumentException.class, () -> engine.get(dropped, new byte[1]));
    }
  }

  private void reopen() throws IOException {
    noteShape();
    closeAll();
    engine = StorageEngine.open(env, directory, options);
    checkAll();
  }

  private void checkAll() throws IOException {
    assertEquals(model.partitions(), engine.partitions());
    for (int partition : model.partitions()) {
      Contents.check(model.visible(partition, model.sequence()), engine, partition);
    }
  }

  private void noteShape() {
    for (int partition : engine.partitions()) {
      PartitionStats stats = engine.stats(partition);
      flushes += stats.flushes();
      compactions += stats.compactions();
      for (int level = 1; level < stats.levels().size(); level++) {
        if (stats.levels().get(level).tables() > 0) {
          deepestLevel = Math.max(deepestLevel, level);
          uppermostBaseLevel = Math.min(uppermostBaseLevel, level);
        }
      }
    }
  }

  private void closeAll() throws IOException {
    cursors.forEach(open -> open.cursor.close());
    cursors.clear();
    snapshots.forEach(Snapshot::close);
    snapshots.clear();
    engine.close();
    afterClose.run();
  }

  private int anyPartition() {
    List<Integer> all = model.partitions();
    return all.get(random.nextInt(all.size()));
  }

  /** Out of a bounded set, with prefixes of each other and shared beginnings longer than a word. */
  private byte[] key() {
    int number = random.nextInt(keySpace);
    byte[] key = TestOptions.bytes(Integer.toString(number, 3));
    return switch (number % 5) {
      case 0 -> key;
      case 1 -> concat("shared-prefix-", key);
      case 2 -> concat("\0\0\0\0", key);
      case 3 -> Arrays.copyOf(key, key.length + 9);
      default -> {
        byte[] high = concat("xx", key);
        high[0] = (byte) 0xff;
        high[1] = (byte) 0x80;
        yield high;
      }
    };
  }

  private static byte[] concat(String prefix, byte[] suffix) {
    byte[] whole = Arrays.copyOf(TestOptions.bytes(prefix), prefix.length() + suffix.length);
    System.arraycopy(suffix, 0, whole, prefix.length(), suffix.length);
    return whole;
  }

  private byte[] value() {
    int length =
        switch (random.nextInt(10)) {
          case 0 -> 0;
          case 1, 2, 3 -> random.nextInt(LARGE_VALUE_BYTES);
          default -> random.nextInt(200);
        };
    byte[] value = new byte[length];
    int symbols = random.nextBoolean() ? 4 : 256;
    for (int at = 0; at < length; at++) {
      value[at] = (byte) random.nextInt(symbols);
    }
    return value;
  }
}
