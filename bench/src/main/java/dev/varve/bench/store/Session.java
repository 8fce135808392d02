package dev.varve.bench.store;

import java.io.IOException;

/** One thread's way into a {@link Store}. Used and closed by the thread that opened it. */
public interface Session extends AutoCloseable {
  /** What {@link #get} returns for a key without a value. */
  int ABSENT = -1;

  /**
   * Stores a value under a key, with the store's durability.
   *
   * @param key all of the array
   * @param value its first {@code valueLength} bytes
   */
  void put(byte[] key, byte[] value, int valueLength) throws Exception;

  /** Stores several values at once: all or none. */
  void put(Batch batch) throws Exception;

  /** Deletes a key; no error if there is none. */
  void delete(byte[] key) throws Exception;

  /**
   * Copies a value to the start of {@code target}, which is large enough.
   *
   * @return the value's length, or {@link #ABSENT}
   */
  int get(byte[] key, byte[] target) throws Exception;

  /**
   * Gets several values, through the store's own call for that where it has one.
   *
   * @param targets one for each key, large enough
   * @param lengths receives each value's length, or {@link #ABSENT}
   */
  default void get(byte[][] keys, byte[][] targets, int[] lengths) throws Exception {
    for (int i = 0; i < keys.length; i++) {
      lengths[i] = get(keys[i], targets[i]);
    }
  }

  /** Opens a cursor on the store as it is now. */
  Cursor cursor() throws Exception;

  @Override
  void close() throws IOException;

  /** Puts to be done at once; filled by the caller, at most {@code capacity} of them. */
  final class Batch {
    private final byte[][] keys;
    private final byte[][] values;
    private final int[] valueLengths;
    private int count;

    /** Makes an empty batch with buffers of its own. */
    public Batch(int capacity, int keyBytes, int maxValueBytes) {
      keys = new byte[capacity][keyBytes];
      values = new byte[capacity][maxValueBytes];
      valueLengths = new int[capacity];
    }

    /** Number of puts. */
    public int count() {
      return count;
    }

    /** Sets the number of puts. */
    public void count(int count) {
      this.count = count;
    }

    /** The buffer of a key. */
    public byte[] key(int i) {
      return keys[i];
    }

    /** The buffer of a value. */
    public byte[] value(int i) {
      return values[i];
    }

    /** Length of a value in its buffer. */
    public int valueLength(int i) {
      return valueLengths[i];
    }

    /** Sets the length of a value. */
    public void valueLength(int i, int length) {
      valueLengths[i] = length;
    }
  }

  /**
   * Walks over the entries in key order. Each positioning method returns whether the cursor stands
   * on an entry; if it does not, only {@link #seek}, {@link #first} and {@link #last} may follow.
   */
  interface Cursor extends AutoCloseable {
    /** Moves to the least key. */
    boolean first() throws Exception;

    /** Moves to the greatest key. */
    boolean last() throws Exception;

    /** Moves to the least key that is {@code >= key}. */
    boolean seek(byte[] key) throws Exception;

    /** Moves to the next greater key. */
    boolean next() throws Exception;

    /** Moves to the next smaller key. */
    boolean previous() throws Exception;

    /** Copies the key to the start of {@code target} and returns its length. */
    int key(byte[] target) throws Exception;

    /** Copies the value to the start of {@code target} and returns its length. */
    int value(byte[] target) throws Exception;

    /**
     * Copies key and value, as cheaply as the store can.
     *
     * @param key as long as every key
     * @return the value's length, or {@link #ABSENT} if the key is of another length
     */
    default int entry(byte[] key, byte[] value) throws Exception {
      return key(key) == key.length ? value(value) : ABSENT;
    }

    @Override
    void close() throws IOException;
  }
}
