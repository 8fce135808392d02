package dev.varve.bench.store;

import com.sun.management.OperatingSystemMXBean;
import dev.varve.bench.store.StoreSettings.Durability;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.lmdbjava.ByteBufferProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/**
 * LMDB through lmdbjava: a write transaction for each put, delete or batch, and a renewed read
 * transaction for each get or cursor, so that each sees all writes acknowledged before.
 */
final class LmdbStore implements Store {
  /** Keys are shorter: a limit of LMDB's. */
  private static final int MAX_KEY_BYTES = 511;

  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> dbi;
  private final List<EnvFlags> flags;
  private final int pageBytes;

  private LmdbStore(Env<ByteBuffer> env, List<EnvFlags> flags) {
    this.env = env;
    this.flags = flags;
    this.pageBytes = env.stat().pageSize;
    // The unnamed database: a named one is an entry of it, which every commit would write too.
    this.dbi = env.openDbi((byte[]) null, DbiFlags.MDB_CREATE);
  }

  static LmdbStore open(String name, StoreSettings settings) throws StoreUnavailableException {
    List<EnvFlags> flags = flags(settings);
    try {
      return new LmdbStore(
          Env.create(ByteBufferProxy.PROXY_OPTIMAL)
              .setMapSize(mapBytes(settings))
              .open(settings.directory().toFile(), flags.toArray(EnvFlags[]::new)),
          flags);
    } catch (LinkageError cause) {
      throw new StoreUnavailableException(name, cause);
    }
  }

  @Override
  public Session session() {
    return new LmdbSession();
  }

  @Override
  public void settle() {
    env.sync(true);
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(
        "environment flags", flags.stream().map(EnvFlags::name).collect(Collectors.joining(" ")));
    shown.put("map size", (env.info().mapSize >> 20) + " MiB");
    shown.put("page size", pageBytes + " B");
    shown.put("buffer proxy", "PROXY_OPTIMAL");
    shown.put("checks", Env.SHOULD_CHECK ? "on" : "off: " + Env.DISABLE_CHECKS_PROP);
    shown.put("cache", "none: the file is mapped");
    return shown;
  }

  @Override
  public void close() {
    env.close();
  }

  private static List<EnvFlags> flags(StoreSettings settings) {
    List<EnvFlags> flags = new ArrayList<>();
    // Read transactions belong to sessions, not to threads: one can read beside an open cursor.
    flags.add(EnvFlags.MDB_NOTLS);
    if (settings.durability() == Durability.BUFFERED) {
      // A commit is in the page cache then, and survives the process.
      flags.add(EnvFlags.MDB_WRITEMAP);
      flags.add(EnvFlags.MDB_NOSYNC);
    }
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    if (settings.keys() * settings.entryBytes() > machine.getTotalMemorySize()) {
      // "may help random read performance when the DB is larger than RAM"
      flags.add(EnvFlags.MDB_NORDAHEAD);
    }
    return flags;
  }

  /** Never too small: pages are half empty after random writes, and old versions need some. */
  private static long mapBytes(StoreSettings settings) {
    long bytes = (1L << 30) + 4 * settings.keys() * (settings.entryBytes() + 16L);
    return bytes >> 20 << 20;
  }

  /** Ends a transaction that was reset. Closing it as it is would keep its place among readers. */
  private static void end(Txn<ByteBuffer> reset) {
    reset.renew();
    reset.close();
  }

  private final class LmdbSession implements Session {
    private final Txn<ByteBuffer> reading = env.txnRead();
    private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(MAX_KEY_BYTES);
    private final Deque<LmdbCursor> idleCursors = new ArrayDeque<>();

    LmdbSession() {
      reading.reset();
    }

    @Override
    public void put(byte[] key, byte[] value, int valueLength) {
      try (Txn<ByteBuffer> writing = env.txnWrite()) {
        put(writing, key, value, valueLength);
        writing.commit();
      }
    }

    @Override
    public void put(Batch batch) {
      try (Txn<ByteBuffer> writing = env.txnWrite()) {
        for (int i = 0; i < batch.count(); i++) {
          put(writing, batch.key(i), batch.value(i), batch.valueLength(i));
        }
        writing.commit();
      }
    }

    @Override
    public void delete(byte[] key) {
      try (Txn<ByteBuffer> writing = env.txnWrite()) {
        dbi.delete(writing, direct(keyBuffer, key));
        writing.commit();
      }
    }

    @Override
    public int get(byte[] key, byte[] target) {
      reading.renew();
      try {
        return read(key, target);
      } finally {
        reading.reset();
      }
    }

    @Override
    public void get(byte[][] keys, byte[][] targets, int[] lengths) {
      reading.renew();
      try {
        for (int i = 0; i < keys.length; i++) {
          lengths[i] = read(keys[i], targets[i]);
        }
      } finally {
        reading.reset();
      }
    }

    @Override
    public Cursor cursor() {
      LmdbCursor cursor = idleCursors.poll();
      if (cursor == null) {
        return new LmdbCursor(env.txnRead(), idleCursors);
      }
      cursor.renew();
      return cursor;
    }

    @Override
    public void close() {
      idleCursors.forEach(LmdbCursor::free);
      end(reading);
    }

    /** Straight into the page. */
    private void put(Txn<ByteBuffer> writing, byte[] key, byte[] value, int valueLength) {
      dbi.reserve(writing, direct(keyBuffer, key), valueLength).put(value, 0, valueLength);
    }

    private int read(byte[] key, byte[] target) {
      ByteBuffer found = dbi.get(reading, direct(keyBuffer, key));
      return found == null ? ABSENT : copy(found, target);
    }
  }

  /** Goes back to its session when it is closed. */
  private final class LmdbCursor implements Session.Cursor {
    private final Txn<ByteBuffer> reading;
    private final Deque<LmdbCursor> idle;
    private final org.lmdbjava.Cursor<ByteBuffer> cursor;
    private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(MAX_KEY_BYTES);

    LmdbCursor(Txn<ByteBuffer> reading, Deque<LmdbCursor> idle) {
      this.reading = reading;
      this.idle = idle;
      this.cursor = dbi.openCursor(reading);
    }

    void renew() {
      reading.renew();
      cursor.renew(reading);
    }

    void free() {
      cursor.close();
      end(reading);
    }

    @Override
    public boolean first() {
      return cursor.first();
    }

    @Override
    public boolean last() {
      return cursor.last();
    }

    @Override
    public boolean seek(byte[] key) {
      return cursor.get(direct(keyBuffer, key), GetOp.MDB_SET_RANGE);
    }

    @Override
    public boolean next() {
      return cursor.next();
    }

    @Override
    public boolean previous() {
      return cursor.prev();
    }

    @Override
    public int key(byte[] target) {
      return copy(cursor.key(), target);
    }

    @Override
    public int value(byte[] target) {
      return copy(cursor.val(), target);
    }

    @Override
    public void close() {
      reading.reset();
      idle.push(this);
    }
  }

  private static ByteBuffer direct(ByteBuffer buffer, byte[] bytes) {
    return buffer.clear().put(bytes).flip();
  }

  private static int copy(ByteBuffer source, byte[] target) {
    int length = source.remaining();
    source.get(0, target, 0, length);
    return length;
  }
}
