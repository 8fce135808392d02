package dev.varve.bench.store;

import dev.varve.bench.store.StoreSettings.Durability;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionJobInfo;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.FlushOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.LevelMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB through its Java binding, set up as its own guides advise.
 *
 * <p>Where there is a choice of calls or options, the faster one was taken: 300,000 entries of 16 +
 * 100 bytes in one table, one thread, processor time of a call in the best of 25 rounds, several
 * runs.
 *
 * <ul>
 *   <li>get: into a byte array 2.6 µs; into a direct buffer and from there 3 to 6% more; as a fresh
 *       array 6% more
 *   <li>put: byte arrays and direct buffers take the same, about 3.8 µs
 *   <li>multi-get of 20 keys: lists of arrays 2.2 µs a key; direct buffers 2.7 µs
 *   <li>step of an iterator, with key and value: into byte arrays 0.21 µs; direct buffers 0.26 µs
 *   <li>batch of 20 puts: the same for both, but arrays have to be copied to their exact lengths
 *   <li>hyper clock cache: gets 1 to 8% faster than with the LRU cache
 *   <li>index and filter blocks in the block cache or resident beside it: no difference
 *   <li>mapped files without a block cache: 7 to 14% faster if reads do not verify checksums
 *   <li>statistics: 10% of a get, so there are none
 * </ul>
 */
final class RocksDbStore implements Store {
  private static final int MEBIBYTE = 1 << 20;
  private static final int FILTER_BITS = 10;
  private static final int BACKGROUND_JOBS = 2;

  /** As many memtables as Varve has before writers wait; the default of 2 stalls fills. */
  private static final int MAX_WRITE_BUFFERS = 4;

  private static final int SETTLE_POLL_MILLIS = 1;

  /** The unit of {@code rocksdb.cfstats}. */
  private static final double GIBIBYTE = 1 << 30;

  private final RocksDB db;
  private final Handles handles;
  private final WriteOptions writeOptions;
  private final ReadOptions readOptions;
  private final FlushOptions flushOptions;
  private final BackgroundWork work;
  private final Map<String, String> shown;

  /** How RocksDB is set up. */
  enum Setup {
    /** A block cache, no compression. */
    CACHED,
    /** As {@link #CACHED}, but compressed. */
    LZ4,
    /** What makes its reads fastest while all tables fit in memory. */
    MAPPED
  }

  private RocksDbStore(StoreSettings settings, Setup setup, Handles handles)
      throws RocksDBException {
    this.handles = handles;
    this.shown = new LinkedHashMap<>();
    boolean sync = settings.durability() == Durability.SYNC;
    boolean mapped = setup == Setup.MAPPED;
    writeOptions = handles.add(new WriteOptions()).setSync(sync);
    readOptions = handles.add(new ReadOptions()).setVerifyChecksums(!mapped);
    flushOptions = handles.add(new FlushOptions()).setWaitForFlush(true);
    work = handles.add(new BackgroundWork());
    shown.put("WriteOptions.sync", Boolean.toString(sync));
    Options options =
        handles
            .add(new Options())
            .setCreateIfMissing(true)
            .setWriteBufferSize(64 * MEBIBYTE)
            .setMaxWriteBufferNumber(MAX_WRITE_BUFFERS)
            .setMaxBackgroundJobs(BACKGROUND_JOBS)
            .setBytesPerSync(MEBIBYTE)
            .setLevelCompactionDynamicLevelBytes(true)
            .setCompressionType(
                setup == Setup.LZ4
                    ? CompressionType.LZ4_COMPRESSION
                    : CompressionType.NO_COMPRESSION)
            .setAllowMmapReads(mapped)
            .setTableFormatConfig(table(settings, mapped))
            .setListeners(List.of(work));
    shown.put("write_buffer_size", options.writeBufferSize() / MEBIBYTE + " MiB");
    shown.put("max_write_buffer_number", Integer.toString(options.maxWriteBufferNumber()));
    shown.put("max_background_jobs", Integer.toString(options.maxBackgroundJobs()));
    shown.put("bytes_per_sync", options.bytesPerSync() / MEBIBYTE + " MiB");
    shown.put(
        "level_compaction_dynamic_level_bytes",
        Boolean.toString(options.levelCompactionDynamicLevelBytes()));
    shown.put("compression", options.compressionType().getLibraryName());
    shown.put("allow_mmap_reads", Boolean.toString(options.allowMmapReads()));
    shown.put("ReadOptions.verify_checksums", Boolean.toString(readOptions.verifyChecksums()));
    db = handles.add(RocksDB.open(options, settings.directory().toString()));
  }

  static RocksDbStore open(String name, StoreSettings settings, Setup setup)
      throws StoreUnavailableException, RocksDBException {
    try {
      RocksDB.loadLibrary();
    } catch (RuntimeException | LinkageError cause) {
      throw new StoreUnavailableException(name, cause);
    }
    Handles handles = new Handles();
    try {
      return new RocksDbStore(settings, setup, handles);
    } catch (RocksDBException failure) {
      handles.close();
      throw failure;
    }
  }

  private BlockBasedTableConfig table(StoreSettings settings, boolean mapped) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setFilterPolicy(handles.add(new BloomFilter(FILTER_BITS)))
            .setWholeKeyFiltering(true);
    if (mapped) {
      table.setNoBlockCache(true).setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
      shown.put("block_cache", "none");
    } else {
      // 0: the cache finds out how large entries are; -1: and how many shards are good.
      table.setBlockCache(handles.add(new HyperClockCache(settings.cacheBytes(), 0, -1, false)));
      shown.put("block_cache", "HyperClockCache, " + settings.cacheBytes() / MEBIBYTE + " MiB");
    }
    shown.put("block_size", table.blockSize() + " B");
    shown.put("data_block_index_type", table.dataBlockIndexType().name());
    shown.put("filter_policy", "bloom, " + FILTER_BITS + " bits per key, whole keys");
    shown.put(
        "cache_index_and_filter_blocks",
        table.cacheIndexAndFilterBlocks()
            + (table.cacheIndexAndFilterBlocks() ? "" : ": resident"));
    shown.put("format_version", Integer.toString(table.formatVersion()));
    return table;
  }

  @Override
  public Session session() {
    return new RocksDbSession();
  }

  /** The Java binding has no {@code WaitForCompact}, so this looks whether something is due. */
  @Override
  public void settle() throws RocksDBException, InterruptedException {
    db.flush(flushOptions);
    db.syncWal();
    while (!isQuiet()) {
      Thread.sleep(SETTLE_POLL_MILLIS);
    }
  }

  @Override
  public Map<String, String> options() {
    return new LinkedHashMap<>(shown);
  }

  @Override
  public Activity activity() throws RocksDBException {
    long stallMicros =
        Long.parseLong(db.getMapProperty("rocksdb.dbstats").get("db.user_write_stall_micros"));
    return new Activity(work.flushes.sum(), work.compactions.sum(), 1_000 * stallMicros);
  }

  @Override
  public List<LevelFigures> levels() throws RocksDBException {
    Map<String, String> statistics = db.getMapProperty("rocksdb.cfstats");
    List<LevelFigures> figures = new ArrayList<>();
    for (LevelMetaData level : db.getColumnFamilyMetaData().levels()) {
      // Six decimals, so exact to a kilobyte. A level that nothing was done to is left out.
      String written = statistics.get("compaction.L" + level.level() + ".WriteGB");
      figures.add(
          new LevelFigures(
              level.level(),
              level.files().size(),
              level.size(),
              written == null ? 0 : Math.round(Double.parseDouble(written) * GIBIBYTE)));
    }
    return figures;
  }

  @Override
  public void close() {
    handles.close();
  }

  private boolean isQuiet() throws RocksDBException {
    // What ends while the properties are read may make something else due.
    long ended = work.flushes.sum() + work.compactions.sum();
    return is0("rocksdb.num-running-flushes")
        && is0("rocksdb.num-running-compactions")
        && is0("rocksdb.mem-table-flush-pending")
        && is0("rocksdb.compaction-pending")
        && is0("rocksdb.num-running-flushes")
        && is0("rocksdb.num-running-compactions")
        && ended == work.flushes.sum() + work.compactions.sum();
  }

  private boolean is0(String property) throws RocksDBException {
    return db.getLongProperty(property) == 0;
  }

  /** What has to be closed, in the reverse order. */
  private static final class Handles {
    private final List<AbstractNativeReference> all = new ArrayList<>();

    <T extends AbstractNativeReference> T add(T handle) {
      all.add(handle);
      return handle;
    }

    void close() {
      all.reversed().forEach(AbstractNativeReference::close);
    }
  }

  /** Counts what RocksDB's threads report. */
  private static final class BackgroundWork extends AbstractEventListener {
    private final LongAdder flushes = new LongAdder();
    private final LongAdder compactions = new LongAdder();

    BackgroundWork() {
      super(EnabledEventCallback.ON_FLUSH_COMPLETED, EnabledEventCallback.ON_COMPACTION_COMPLETED);
    }

    @Override
    public void onFlushCompleted(RocksDB from, FlushJobInfo flush) {
      flushes.increment();
    }

    @Override
    public void onCompactionCompleted(RocksDB from, CompactionJobInfo compaction) {
      compactions.increment();
    }
  }

  private final class RocksDbSession implements Session {
    private final WriteBatch batch = new WriteBatch();
    private ByteBuffer keyBuffer = ByteBuffer.allocateDirect(64);
    private ByteBuffer valueBuffer = ByteBuffer.allocateDirect(4096);

    @Override
    public void put(byte[] key, byte[] value, int valueLength) throws RocksDBException {
      db.put(writeOptions, key, 0, key.length, value, 0, valueLength);
    }

    @Override
    public void put(Batch puts) throws RocksDBException {
      batch.clear();
      for (int i = 0; i < puts.count(); i++) {
        byte[] key = puts.key(i);
        keyBuffer = filled(keyBuffer, key, key.length);
        valueBuffer = filled(valueBuffer, puts.value(i), puts.valueLength(i));
        batch.put(keyBuffer, valueBuffer);
      }
      db.write(writeOptions, batch);
    }

    @Override
    public void delete(byte[] key) throws RocksDBException {
      db.delete(writeOptions, key);
    }

    @Override
    public int get(byte[] key, byte[] target) throws RocksDBException {
      int length = db.get(readOptions, key, 0, key.length, target, 0, target.length);
      return length == RocksDB.NOT_FOUND ? ABSENT : length;
    }

    @Override
    public void get(byte[][] keys, byte[][] targets, int[] lengths) throws RocksDBException {
      List<byte[]> values = db.multiGetAsList(readOptions, Arrays.asList(keys));
      for (int i = 0; i < keys.length; i++) {
        byte[] value = values.get(i);
        if (value == null) {
          lengths[i] = ABSENT;
        } else {
          System.arraycopy(value, 0, targets[i], 0, value.length);
          lengths[i] = value.length;
        }
      }
    }

    @Override
    public Cursor cursor() {
      return new RocksDbCursor(db.newIterator(readOptions));
    }

    @Override
    public void close() {
      batch.close();
    }

    private static ByteBuffer filled(ByteBuffer buffer, byte[] bytes, int length) {
      ByteBuffer large =
          length <= buffer.capacity()
              ? buffer
              : ByteBuffer.allocateDirect(Integer.highestOneBit(length) * 2);
      return large.clear().put(bytes, 0, length).flip();
    }
  }

  private static final class RocksDbCursor implements Session.Cursor {
    private final RocksIterator iterator;

    RocksDbCursor(RocksIterator iterator) {
      this.iterator = iterator;
    }

    @Override
    public boolean first() throws RocksDBException {
      iterator.seekToFirst();
      return isValid();
    }

    @Override
    public boolean last() throws RocksDBException {
      iterator.seekToLast();
      return isValid();
    }

    @Override
    public boolean seek(byte[] key) throws RocksDBException {
      iterator.seek(key);
      return isValid();
    }

    @Override
    public boolean next() throws RocksDBException {
      iterator.next();
      return isValid();
    }

    @Override
    public boolean previous() throws RocksDBException {
      iterator.prev();
      return isValid();
    }

    @Override
    public int key(byte[] target) {
      return iterator.key(target);
    }

    @Override
    public int value(byte[] target) {
      return iterator.value(target);
    }

    @Override
    public void close() {
      iterator.close();
    }

    private boolean isValid() throws RocksDBException {
      boolean valid = iterator.isValid();
      if (!valid) {
        iterator.status();
      }
      return valid;
    }
  }
}
