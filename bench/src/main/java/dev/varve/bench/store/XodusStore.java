package dev.varve.bench.store;

import dev.varve.bench.store.StoreSettings.Durability;
import java.util.LinkedHashMap;
import java.util.Map;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.EnvironmentImpl;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;

/**
 * JetBrains Xodus with one store: a write transaction for each put, delete or batch, and a read
 * transaction for each get or cursor.
 *
 * <p>Its store with key prefixing, in the newer format, is what its authors advise. Measured beside
 * the one without: 1.8 times as fast in gets, 1.3 times in puts, and half as fast in scans. No key
 * may be a prefix of another, as in all workloads here: else its cursors walk backwards in another
 * order.
 */
final class XodusStore implements Store {
  private final EnvironmentImpl environment;
  private final jetbrains.exodus.env.Store store;

  private XodusStore(EnvironmentImpl environment) {
    this.environment = environment;
    this.store =
        environment.computeInTransaction(transaction ->
            environment.openStore(
                "data", StoreConfig.WITHOUT_DUPLICATES_WITH_PREFIXING, transaction));
  }

  static XodusStore open(StoreSettings settings) {
    EnvironmentConfig config =
        new EnvironmentConfig()
            .setLogDurableWrite(settings.durability() == Durability.SYNC)
            .setMemoryUsage(settings.cacheBytes())
            .setLogCacheShared(false)
            .setUseVersion1Format(false)
            .setEnvGatherStatistics(false)
            .setManagementEnabled(false);
    return new XodusStore(
        (EnvironmentImpl) Environments.newInstance(settings.directory().toFile(), config));
  }

  @Override
  public Session session() {
    return new XodusSession();
  }

  @Override
  public void settle() {
    environment.flushAndSync();
    environment.getGC().waitForPendingGC();
  }

  @Override
  public Map<String, String> options() {
    EnvironmentConfig config = environment.getEnvironmentConfig();
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("log.durableWrite", Boolean.toString(config.getLogDurableWrite()));
    shown.put("memoryUsage", (config.getMemoryUsage() >> 20) + " MiB");
    shown.put("log.cache.shared", Boolean.toString(config.isLogCacheShared()));
    shown.put("useVersion1Format", Boolean.toString(config.getUseVersion1Format()));
    shown.put("log.fileSize", config.getLogFileSize() + " KiB");
    shown.put("gc.minUtilization", config.getGcMinUtilization() + "%");
    shown.put("env.gatherStatistics", Boolean.toString(config.getEnvGatherStatistics()));
    shown.put("managementEnabled", Boolean.toString(config.isManagementEnabled()));
    shown.put("StoreConfig", store.getConfig().name());
    shown.put("write transactions", "exclusive, one for each put, delete or batch");
    return shown;
  }

  @Override
  public void close() {
    environment.close();
  }

  private final class XodusSession implements Session {
    private final ArrayByteIterable sought = new ArrayByteIterable(new byte[0]);

    @Override
    public void put(byte[] key, byte[] value, int valueLength) {
      Transaction writing = environment.beginExclusiveTransaction();
      try {
        put(writing, key, value, valueLength);
        writing.commit();
      } finally {
        abortUnlessFinished(writing);
      }
    }

    @Override
    public void put(Batch batch) {
      Transaction writing = environment.beginExclusiveTransaction();
      try {
        for (int i = 0; i < batch.count(); i++) {
          put(writing, batch.key(i), batch.value(i), batch.valueLength(i));
        }
        writing.commit();
      } finally {
        abortUnlessFinished(writing);
      }
    }

    @Override
    public void delete(byte[] key) {
      Transaction writing = environment.beginExclusiveTransaction();
      try {
        store.delete(writing, new ArrayByteIterable(key));
        writing.commit();
      } finally {
        abortUnlessFinished(writing);
      }
    }

    @Override
    public int get(byte[] key, byte[] target) {
      Transaction reading = environment.beginReadonlyTransaction();
      try {
        return read(reading, key, target);
      } finally {
        reading.abort();
      }
    }

    @Override
    public void get(byte[][] keys, byte[][] targets, int[] lengths) {
      Transaction reading = environment.beginReadonlyTransaction();
      try {
        for (int i = 0; i < keys.length; i++) {
          lengths[i] = read(reading, keys[i], targets[i]);
        }
      } finally {
        reading.abort();
      }
    }

    @Override
    public Cursor cursor() {
      Transaction reading = environment.beginReadonlyTransaction();
      return new XodusCursor(reading, store.openCursor(reading));
    }

    @Override
    public void close() {
      // Holds nothing of the environment's.
    }

    private void put(Transaction writing, byte[] key, byte[] value, int valueLength) {
      // The transaction keeps both until it ends.
      store.put(writing, new ArrayByteIterable(key), new ArrayByteIterable(value, valueLength));
    }

    private int read(Transaction reading, byte[] key, byte[] target) {
      sought.setBytes(key);
      ByteIterable value = store.get(reading, sought);
      return value == null ? ABSENT : copy(value, target);
    }

    private static void abortUnlessFinished(Transaction transaction) {
      if (!transaction.isFinished()) {
        transaction.abort();
      }
    }
  }

  private static final class XodusCursor implements Session.Cursor {
    private final Transaction reading;
    private final jetbrains.exodus.env.Cursor cursor;

    XodusCursor(Transaction reading, jetbrains.exodus.env.Cursor cursor) {
      this.reading = reading;
      this.cursor = cursor;
    }

    @Override
    public boolean first() {
      return cursor.getSearchKeyRange(ByteIterable.EMPTY) != null;
    }

    @Override
    public boolean last() {
      return cursor.getLast();
    }

    @Override
    public boolean seek(byte[] key) {
      return cursor.getSearchKeyRange(new ArrayByteIterable(key)) != null;
    }

    @Override
    public boolean next() {
      return cursor.getNext();
    }

    @Override
    public boolean previous() {
      return cursor.getPrev();
    }

    @Override
    public int key(byte[] target) {
      return copy(cursor.getKey(), target);
    }

    @Override
    public int value(byte[] target) {
      return copy(cursor.getValue(), target);
    }

    @Override
    public void close() {
      cursor.close();
      reading.abort();
    }
  }

  private static int copy(ByteIterable source, byte[] target) {
    int length = source.getLength();
    System.arraycopy(source.getBytesUnsafe(), 0, target, 0, length);
    return length;
  }
}
