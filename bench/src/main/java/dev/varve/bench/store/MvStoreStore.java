package dev.varve.bench.store;

import dev.varve.bench.store.StoreSettings.Durability;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RootReference;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * H2's MVStore with one map; its own type of byte arrays compares them unsigned.
 *
 * <p>Only a commit writes to the file. A commit for each put writes 27 KB for 116 bytes and does
 * some 5,000 a second, so that nobody uses it like that: when buffered, commits are left to its
 * background thread, and the last second can be lost with the process.
 */
final class MvStoreStore implements Store {
  private static final String FILE = "data.mv";

  private final MVStore store;
  private final MVMap<byte[], byte[]> map;
  private final boolean sync;

  private MvStoreStore(MVStore store, boolean sync) {
    this.store = store;
    this.sync = sync;
    this.map =
        store.openMap(
            "data",
            new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
  }

  static MvStoreStore open(StoreSettings settings) {
    MVStore store =
        new MVStore.Builder()
            .fileName(settings.directory().resolve(FILE).toString())
            .cacheSize((int) (settings.cacheBytes() >> 20))
            .open();
    return new MvStoreStore(store, settings.durability() == Durability.SYNC);
  }

  @Override
  public Session session() {
    return new MvStoreSession();
  }

  /** Its compaction goes on whenever it is idle, and cannot be waited for. */
  @Override
  public void settle() {
    store.commit();
    store.sync();
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(
        "durability",
        sync
            ? "commit() and sync() for each write"
            : "weaker than of other stores: what was written since the last automatic commit is lost with the process");
    shown.put("autoCommitDelay", store.getAutoCommitDelay() + " ms");
    shown.put("autoCommitBufferSize", (store.getAutoCommitMemory() >> 10) + " KiB");
    shown.put("cacheSize", store.getCacheSize() + " MiB");
    shown.put("compress", "no");
    shown.put("batch", "not atomic: put after put");
    return shown;
  }

  @Override
  public void close() {
    store.close();
  }

  private final class MvStoreSession implements Session {
    @Override
    public void put(byte[] key, byte[] value, int valueLength) {
      putCopies(key, value, valueLength);
      acknowledge();
    }

    @Override
    public void put(Batch batch) {
      for (int i = 0; i < batch.count(); i++) {
        putCopies(batch.key(i), batch.value(i), batch.valueLength(i));
      }
      acknowledge();
    }

    @Override
    public void delete(byte[] key) {
      map.remove(key);
      acknowledge();
    }

    @Override
    public int get(byte[] key, byte[] target) {
      byte[] value = map.get(key);
      return value == null ? ABSENT : copy(value, target);
    }

    @Override
    public Cursor cursor() {
      return new MvStoreCursor();
    }

    @Override
    public void close() {
      // Holds nothing of the store's.
    }

    /** Copies, since the map keeps the arrays that it is given. */
    private void putCopies(byte[] key, byte[] value, int valueLength) {
      map.put(key.clone(), Arrays.copyOf(value, valueLength));
    }

    private void acknowledge() {
      if (sync) {
        store.commit();
        store.sync();
      }
    }
  }

  private final class MvStoreCursor implements Session.Cursor {
    // Keeps the pages of the moment from being reclaimed.
    private final MVStore.TxCounter usage = store.registerVersionUsage();
    private final RootReference<byte[], byte[]> root = map.flushAndGetRoot();
    private org.h2.mvstore.Cursor<byte[], byte[]> walk;
    private boolean descending;
    private byte[] key;

    @Override
    public boolean first() {
      return walkFrom(null, false);
    }

    @Override
    public boolean last() {
      return walkFrom(null, true);
    }

    @Override
    public boolean seek(byte[] from) {
      return walkFrom(from, false);
    }

    @Override
    public boolean next() {
      turn(false);
      return step();
    }

    @Override
    public boolean previous() {
      turn(true);
      return step();
    }

    @Override
    public int key(byte[] target) {
      return copy(key, target);
    }

    @Override
    public int value(byte[] target) {
      return copy(walk.getValue(), target);
    }

    @Override
    public void close() {
      store.deregisterVersionUsage(usage);
    }

    /** A walk has one direction: in the other one it starts anew, at the present key. */
    private void turn(boolean down) {
      if (descending != down) {
        walkFrom(key, down);
      }
    }

    private boolean walkFrom(byte[] from, boolean down) {
      descending = down;
      walk = map.cursor(root, from, null, down);
      return step();
    }

    private boolean step() {
      if (!walk.hasNext()) {
        return false;
      }
      key = walk.next();
      return true;
    }
  }

  private static int copy(byte[] source, byte[] target) {
    System.arraycopy(source, 0, target, 0, source.length);
    return source.length;
  }
}
