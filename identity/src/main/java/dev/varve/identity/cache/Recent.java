package dev.varve.identity.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Values that were made of keys of late; at most twice as many as the capacity. New and used ones
 * go into the young generation; when it is full it becomes the old one, and what nobody used since
 * is gone. So a hit takes no lock. Thread-safe.
 *
 * @param <K> the keys
 * @param <V> what is made of them, always the same of the same key
 */
public final class Recent<K, V> {
  private final int capacity;
  private volatile Map<K, V> young = new ConcurrentHashMap<>();
  private volatile Map<K, V> old = Map.of();

  /** Keeps nothing yet. */
  public Recent(int capacity) {
    this.capacity = capacity;
  }

  /**
   * The value of a key, made if it is not kept.
   *
   * @param make gives null, or throws, for a key that has none; that is not kept
   */
  public V get(K key, Function<? super K, ? extends V> make) {
    V value = young.get(key);
    if (value == null) {
      // A change of generations between the two reads makes a miss out of a hit at worst.
      value = old.get(key);
      if (value == null) {
        value = make.apply(key);
      }
      if (value != null) {
        keep(key, value);
      }
    }
    return value;
  }

  private synchronized void keep(K key, V value) {
    if (young.size() >= capacity) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
    young.put(key, value);
  }

  /** How many are kept. */
  public int size() {
    return young.size() + old.size();
  }
}
