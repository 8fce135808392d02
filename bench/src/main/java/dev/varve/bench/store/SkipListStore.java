package dev.varve.bench.store;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The JDK's skip list: what an ordered map in memory can do. Nothing is durable. */
final class SkipListStore implements Store {
  private final ConcurrentSkipListMap<byte[], byte[]> map =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  @Override
  public Session session() {
    return new SkipListSession();
  }

  @Override
  public void settle() {
    // Nothing runs in the background, and there is no storage.
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("durability", "none: all is lost with the process");
    shown.put("batch", "not atomic: put after put");
    shown.put("cursor", "weakly consistent: may show later writes");
    return shown;
  }

  @Override
  public void close() {
    map.clear();
  }

  private final class SkipListSession implements Session {
    // The map keeps the arrays that it is given.

    @Override
    public void put(byte[] key, byte[] value, int valueLength) {
      map.put(key.clone(), Arrays.copyOf(value, valueLength));
    }

    @Override
    public void put(Batch batch) {
      for (int i = 0; i < batch.count(); i++) {
        put(batch.key(i), batch.value(i), batch.valueLength(i));
      }
    }

    @Override
    public void delete(byte[] key) {
      map.remove(key);
    }

    @Override
    public int get(byte[] key, byte[] target) {
      byte[] value = map.get(key);
      return value == null ? ABSENT : copy(value, target);
    }

    @Override
    public Cursor cursor() {
      return new SkipListCursor();
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }

  private final class SkipListCursor implements Session.Cursor {
    private Map.Entry<byte[], byte[]> entry;
    private Iterator<Map.Entry<byte[], byte[]>> following; // null unless it stands behind entry

    @Override
    public boolean first() {
      return walk(map.entrySet().iterator());
    }

    @Override
    public boolean last() {
      following = null;
      entry = map.lastEntry();
      return entry != null;
    }

    @Override
    public boolean seek(byte[] key) {
      return walk(map.tailMap(key, true).entrySet().iterator());
    }

    @Override
    public boolean next() {
      return walk(
          following != null ? following : map.tailMap(entry.getKey(), false).entrySet().iterator());
    }

    @Override
    public boolean previous() {
      following = null;
      entry = map.lowerEntry(entry.getKey());
      return entry != null;
    }

    @Override
    public int key(byte[] target) {
      return copy(entry.getKey(), target);
    }

    @Override
    public int value(byte[] target) {
      return copy(entry.getValue(), target);
    }

    @Override
    public void close() {
      // Holds nothing.
    }

    private boolean walk(Iterator<Map.Entry<byte[], byte[]>> iterator) {
      following = iterator;
      entry = iterator.hasNext() ? iterator.next() : null;
      return entry != null;
    }
  }

  private static int copy(byte[] source, byte[] target) {
    System.arraycopy(source, 0, target, 0, source.length);
    return source.length;
  }
}
