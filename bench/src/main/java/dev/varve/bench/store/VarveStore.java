package dev.varve.bench.store;

import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.LevelStats;
import dev.varve.engine.PartitionStats;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.sstable.Compression;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Varve's engine with one partition. */
final class VarveStore implements Store {
  private final StorageEngine engine;
  private final EngineOptions options;
  private final Durability durability;
  private final int partition;

  private VarveStore(
      StorageEngine engine, EngineOptions options, Durability durability, int partition) {
    this.engine = engine;
    this.options = options;
    this.durability = durability;
    this.partition = partition;
  }

  static VarveStore open(StoreSettings settings, Compression compression) throws IOException {
    EngineOptions options =
        EngineOptions.defaults()
            .withCompression(compression)
            .withBlockCacheBytes(settings.cacheBytes());
    if (settings.durability() == StoreSettings.Durability.BUFFERED) {
      // As the other stores of this class, which leave it to the operating system when to write.
      options = options.withSyncInterval(Duration.ZERO);
    }
    StorageEngine engine = StorageEngine.open(settings.directory(), options);
    try {
      if (engine.partitions().isEmpty()) {
        engine.createPartitions(1);
      }
      return new VarveStore(
          engine,
          options,
          switch (settings.durability()) {
            case BUFFERED -> Durability.BUFFERED;
            case SYNC -> Durability.SYNC;
          },
          engine.partitions().getFirst());
    } catch (IOException failure) {
      engine.close();
      throw failure;
    }
  }

  @Override
  public Session session() {
    return new VarveSession();
  }

  @Override
  public void settle() throws IOException {
    // Brings everything to storage, as tables: no sync of the log is needed.
    engine.flush();
    engine.awaitQuiescence();
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("durability", durability.name());
    shown.put("syncInterval", options.syncInterval().toString());
    shown.put("compression", options.compression().name());
    shown.put("memtableBytes", bytes(options.memtableBytes()));
    shown.put("memtableBudgetBytes", bytes(options.memtableBudgetBytes()));
    shown.put("blockBytes", bytes(options.blockBytes()));
    shown.put("filterBitsPerKey", Integer.toString(options.filterBitsPerKey()));
    shown.put("tableBytes", bytes(options.tableBytes()));
    shown.put("baseLevelBytes", bytes(options.baseLevelBytes()));
    shown.put(
        "level0Files, slowdown, stop",
        options.level0Files()
            + ", "
            + options.level0SlowdownFiles()
            + ", "
            + options.level0StopFiles());
    shown.put("walSegmentBytes", bytes(options.walSegmentBytes()));
    shown.put("partitions", "1");
    shown.put(
        "block cache",
        options.compression() == Compression.NONE
            ? "none: tables are mapped"
            : bytes(options.blockCacheBytes()));
    return shown;
  }

  @Override
  public Activity activity() {
    PartitionStats stats = engine.stats(partition);
    return new Activity(stats.flushes(), stats.compactions(), engine.stats().writeStallNanos());
  }

  @Override
  public List<LevelFigures> levels() {
    PartitionStats stats = engine.stats(partition);
    List<LevelFigures> figures = new ArrayList<>();
    for (int level = 0; level < stats.levels().size(); level++) {
      LevelStats now = stats.levels().get(level);
      figures.add(new LevelFigures(level, now.tables(), now.bytes(), now.writtenBytes()));
    }
    return figures;
  }

  @Override
  public void close() throws IOException {
    engine.close();
  }

  private static String bytes(long count) {
    return count >= 1 << 20 ? (count >> 20) + " MiB" : (count >> 10) + " KiB";
  }

  private final class VarveSession implements Session {
    private final WriteBatch batch = new WriteBatch();

    // The caller's array, wrapped once: as fast as by way of memory outside of the heap, which the
    // engine advises but which would have to be copied once more.
    private byte[] wrapped = new byte[0];
    private MemorySegment target = MemorySegment.ofArray(wrapped);
    private byte[][] severalWrapped = new byte[0][];
    private MemorySegment[] severalTargets = new MemorySegment[0];

    @Override
    public void put(byte[] key, byte[] value, int valueLength) throws IOException {
      batch.clear();
      engine.write(batch.put(partition, key, value, 0, valueLength), durability);
    }

    @Override
    public void put(Batch puts) throws IOException {
      batch.clear();
      for (int i = 0; i < puts.count(); i++) {
        batch.put(partition, puts.key(i), puts.value(i), 0, puts.valueLength(i));
      }
      engine.write(batch, durability);
    }

    @Override
    public void delete(byte[] key) throws IOException {
      batch.clear();
      engine.write(batch.delete(partition, key), durability);
    }

    @Override
    public int get(byte[] key, byte[] into) throws IOException {
      if (into != wrapped) {
        wrapped = into;
        target = MemorySegment.ofArray(into);
      }
      int length = engine.get(partition, key, target);
      return length == StorageEngine.NOT_FOUND ? ABSENT : length;
    }

    @Override
    public void get(byte[][] keys, byte[][] into, int[] lengths) throws IOException {
      if (into != severalWrapped) {
        severalWrapped = into;
        severalTargets =
            Arrays.stream(into).map(MemorySegment::ofArray).toArray(MemorySegment[]::new);
      }
      engine.get(null, partition, keys, severalTargets, lengths);
      for (int i = 0; i < keys.length; i++) {
        if (lengths[i] == StorageEngine.NOT_FOUND) {
          lengths[i] = ABSENT;
        }
      }
    }

    @Override
    public Cursor cursor() throws IOException {
      return new VarveCursor(engine.cursor(partition, CursorOptions.all()));
    }

    @Override
    public void close() {
      // Holds nothing of the engine's.
    }
  }

  private static final class VarveCursor implements Session.Cursor {
    private final dev.varve.engine.Cursor cursor;

    VarveCursor(dev.varve.engine.Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean first() throws IOException {
      return cursor.first();
    }

    @Override
    public boolean last() throws IOException {
      return cursor.last();
    }

    @Override
    public boolean seek(byte[] key) throws IOException {
      return cursor.seek(key);
    }

    @Override
    public boolean next() throws IOException {
      return cursor.next();
    }

    @Override
    public boolean previous() throws IOException {
      return cursor.previous();
    }

    @Override
    public int key(byte[] target) throws IOException {
      return cursor.copyKey(target);
    }

    @Override
    public int value(byte[] target) throws IOException {
      return cursor.copyValue(target);
    }

    @Override
    public int entry(byte[] key, byte[] value) throws IOException {
      return cursor.copyEntry(key, value) && cursor.keyLength() == key.length
          ? cursor.valueLength()
          : Session.ABSENT;
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
