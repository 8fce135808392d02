package dev.varve.bench.store;

import dev.varve.io.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries in a sorted array, found by binary search: the least that a read from memory can cost. It
 * is loaded, and sorted at the first read or when it is settled; from then on it can only be read.
 * Nothing is durable.
 */
final class SortedArrayStore implements Store {
  private List<Entry> loaded = new ArrayList<>(); // guarded by this; null once sorted
  private volatile Sorted sorted;

  @SuppressWarnings("ArrayRecordComponent") // a pair, never compared
  private record Entry(byte[] key, byte[] value) {}

  /** The arrays, and each key's first 8 bytes beside, so that few keys have to be looked at. */
  @SuppressWarnings("ArrayRecordComponent") // what the arrays are, never compared
  private record Sorted(long[] prefixes, byte[][] keys, byte[][] values) {
    static Sorted of(List<Entry> ascending) {
      return new Sorted(
          ascending.stream().mapToLong(entry -> Bytes.prefix(entry.key(), 0)).toArray(),
          ascending.stream().map(Entry::key).toArray(byte[][]::new),
          ascending.stream().map(Entry::value).toArray(byte[][]::new));
    }

    /** Index of the least key that is {@code >= key}. */
    int ceiling(byte[] key) {
      long prefix = Bytes.prefix(key, 0);
      int low = 0;
      int high = keys.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        int order = Long.compareUnsigned(prefixes[middle], prefix);
        if (order < 0 || (order == 0 && Arrays.compareUnsigned(keys[middle], key) < 0)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  @Override
  public Session session() {
    return new SortedArraySession();
  }

  @Override
  public void settle() {
    sorted();
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("durability", "none: all is lost with the process");
    shown.put("writes", "only before the first read");
    return shown;
  }

  @Override
  public synchronized void close() {
    loaded = null;
    sorted = null;
  }

  private synchronized void load(byte[] key, byte[] value, int valueLength) {
    if (loaded == null) {
      throw new IllegalStateException("sorted-array can only be written before it is read");
    }
    loaded.add(new Entry(key.clone(), Arrays.copyOf(value, valueLength)));
  }

  private Sorted sorted() {
    Sorted known = sorted;
    return known != null ? known : sort();
  }

  private synchronized Sorted sort() {
    if (sorted == null) {
      // Stable: of several puts of a key the last one stays the last.
      loaded.sort((one, other) -> Arrays.compareUnsigned(one.key(), other.key()));
      List<Entry> newest = new ArrayList<>(loaded.size());
      for (Entry entry : loaded) {
        if (!newest.isEmpty() && Arrays.equals(newest.getLast().key(), entry.key())) {
          newest.removeLast();
        }
        newest.add(entry);
      }
      loaded = null;
      sorted = Sorted.of(newest);
    }
    return sorted;
  }

  private final class SortedArraySession implements Session {
    @Override
    public void put(byte[] key, byte[] value, int valueLength) {
      load(key, value, valueLength);
    }

    @Override
    public void put(Batch batch) {
      for (int i = 0; i < batch.count(); i++) {
        load(batch.key(i), batch.value(i), batch.valueLength(i));
      }
    }

    @Override
    public void delete(byte[] key) {
      throw new UnsupportedOperationException("sorted-array has no deletes");
    }

    @Override
    public int get(byte[] key, byte[] target) {
      Sorted all = sorted();
      int at = all.ceiling(key);
      return at < all.keys().length && Arrays.equals(all.keys()[at], key)
          ? copy(all.values()[at], target)
          : ABSENT;
    }

    @Override
    public Cursor cursor() {
      return new SortedArrayCursor(sorted());
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }

  private static final class SortedArrayCursor implements Session.Cursor {
    private final Sorted all;
    private int at;

    SortedArrayCursor(Sorted all) {
      this.all = all;
    }

    @Override
    public boolean first() {
      return moveTo(0);
    }

    @Override
    public boolean last() {
      return moveTo(all.keys().length - 1);
    }

    @Override
    public boolean seek(byte[] key) {
      return moveTo(all.ceiling(key));
    }

    @Override
    public boolean next() {
      return moveTo(at + 1);
    }

    @Override
    public boolean previous() {
      return moveTo(at - 1);
    }

    @Override
    public int key(byte[] target) {
      return copy(all.keys()[at], target);
    }

    @Override
    public int value(byte[] target) {
      return copy(all.values()[at], target);
    }

    @Override
    public void close() {
      // Holds nothing.
    }

    private boolean moveTo(int index) {
      at = index;
      return index >= 0 && index < all.keys().length;
    }
  }

  private static int copy(byte[] source, byte[] target) {
    System.arraycopy(source, 0, target, 0, source.length);
    return source.length;
  }
}
