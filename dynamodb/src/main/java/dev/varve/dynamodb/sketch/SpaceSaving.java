package dev.varve.dynamodb.sketch;

import dev.varve.io.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that weigh most in a stream, in memory that does not grow with it: the space-saving
 * sketch (Metwally, Agrawal, El Abbadi 2005) for weights.
 *
 * <p>There are so many counters, each of one key. A key that has one adds its weight there. One
 * that has none takes the counter with the least weight over, from the key that had it, and adds
 * its own weight to that; what was taken over is the counter's error. So of a stream with the total
 * weight W and m counters:
 *
 * <ul>
 *   <li>all counters together weigh W;
 *   <li>a key weighs at most what its counter says, and at least that less the error;
 *   <li>no error exceeds the least counter, which is W / m at most;
 *   <li>a key without a counter weighs no more than the least one: a key that weighs more than W /
 *       m has one.
 * </ul>
 *
 * <p>The counters lie in a heap, the least one first, and are found by a hash table with open
 * addressing. Adding is a look-up and at most as many swaps as the heap is deep; it allocates
 * nothing, but for a key that is longer than any that its counter had. For one thread.
 */
public final class SpaceSaving {
  /** What a key's bytes take at least, so that few of them are allocated anew. */
  private static final int MIN_KEY_BYTES = 64;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int NONE = -1;

  private final int capacity;
  private final byte[][] keys;
  private final int[] lengths;
  private final long[] hashes;
  private final long[] counts;
  private final long[] errors;

  /** Counters by their places in the heap, and the places by the counters. */
  private final int[] heap;

  private final int[] places;

  /** Counters by the hashes of their keys, each one more than its number; 0 for none. */
  private final int[] table;

  private int used;
  private long total;

  /**
   * A sketch of nothing.
   *
   * @param counters how many keys it tells apart, at least 1
   */
  public SpaceSaving(int counters) {
    if (counters < 1) {
      throw new IllegalArgumentException("a sketch has a counter at least, not " + counters);
    }
    this.capacity = counters;
    this.keys = new byte[counters][];
    this.lengths = new int[counters];
    this.hashes = new long[counters];
    this.counts = new long[counters];
    this.errors = new long[counters];
    this.heap = new int[counters];
    this.places = new int[counters];
    this.table = new int[4 * Integer.highestOneBit(counters)];
  }

  /**
   * Adds to the weight of a key.
   *
   * @param key begins with it; not retained
   * @param length of it
   * @param weight at least 1
   */
  public void add(byte[] key, int length, long weight) {
    total += weight;
    long hash = hash(key, length);
    int counter = find(hash, key, length);
    if (counter != NONE) {
      counts[counter] += weight;
      sink(places[counter]);
    } else if (used < capacity) {
      counter = used++;
      counts[counter] = weight;
      errors[counter] = 0;
      give(counter, hash, key, length);
      rise(counter);
    } else {
      counter = heap[0];
      take(counter);
      errors[counter] = counts[counter];
      counts[counter] += weight;
      give(counter, hash, key, length);
      sink(0);
    }
  }

  /** The weight of all that was added. */
  public long total() {
    return total;
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return total == 0;
  }

  /** Forgets everything, and keeps the memory. */
  public void clear() {
    Arrays.fill(table, 0);
    used = 0;
    total = 0;
  }

  /** What is known now. */
  public Summary summary() {
    List<Counter> counters = new ArrayList<>(used);
    for (int i = 0; i < used; i++) {
      counters.add(new Counter(Arrays.copyOf(keys[i], lengths[i]), counts[i], errors[i]));
    }
    return Summary.of(counters, used < capacity ? 0 : counts[heap[0]], total);
  }

  // ---- The hash table ----

  /** A hash of all bytes: keys that begin alike must not meet. */
  private static long hash(byte[] key, int length) {
    long hash = length;
    for (int at = 0; at < length; at += Long.BYTES) {
      hash = mix(hash ^ Bytes.prefix(key, 0, length, at));
    }
    return hash;
  }

  private static long mix(long hash) {
    long mixed = hash * MULTIPLIER;
    return mixed ^ (mixed >>> 32);
  }

  private int home(long hash) {
    return (int) hash & (table.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (table.length - 1);
  }

  private int find(long hash, byte[] key, int length) {
    for (int slot = home(hash); table[slot] != 0; slot = next(slot)) {
      int counter = table[slot] - 1;
      if (hashes[counter] == hash
          && lengths[counter] == length
          && Arrays.equals(keys[counter], 0, length, key, 0, length)) {
        return counter;
      }
    }
    return NONE;
  }

  /** Gives a counter to a key that has none. */
  private void give(int counter, long hash, byte[] key, int length) {
    if (keys[counter] == null || keys[counter].length < length) {
      keys[counter] = new byte[Math.max(MIN_KEY_BYTES, length)];
    }
    System.arraycopy(key, 0, keys[counter], 0, length);
    lengths[counter] = length;
    hashes[counter] = hash;
    int slot = home(hash);
    while (table[slot] != 0) {
      slot = next(slot);
    }
    table[slot] = counter + 1;
  }

  /**
   * Takes a counter from its key. Those behind it that could not lie at their homes move up, so
   * that they are found without a mark for what was removed.
   */
  private void take(int counter) {
    int hole = home(hashes[counter]);
    while (table[hole] != counter + 1) {
      hole = next(hole);
    }
    table[hole] = 0;
    for (int slot = next(hole); table[slot] != 0; slot = next(slot)) {
      int home = home(hashes[table[slot] - 1]);
      boolean reachesHole =
          ((slot - home) & (table.length - 1)) >= ((slot - hole) & (table.length - 1));
      if (reachesHole) {
        table[hole] = table[slot];
        table[slot] = 0;
        hole = slot;
      }
    }
  }

  // ---- The heap ----

  /** Puts a new counter at the end of the heap, and moves it up to where it belongs. */
  private void rise(int counter) {
    int place = counter;
    while (place > 0) {
      int parent = (place - 1) / 2;
      if (counts[heap[parent]] <= counts[counter]) {
        break;
      }
      set(place, heap[parent]);
      place = parent;
    }
    set(place, counter);
  }

  /** Moves a counter that weighs more now down to where it belongs. */
  private void sink(int from) {
    int counter = heap[from];
    int place = from;
    for (int child = 2 * place + 1; child < used; child = 2 * place + 1) {
      if (child + 1 < used && counts[heap[child + 1]] < counts[heap[child]]) {
        child++;
      }
      if (counts[heap[child]] >= counts[counter]) {
        break;
      }
      set(place, heap[child]);
      place = child;
    }
    set(place, counter);
  }

  private void set(int place, int counter) {
    heap[place] = counter;
    places[counter] = place;
  }
}
