package dev.varve.engine;

import dev.varve.io.ByteWriter;
import dev.varve.io.Varints;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.InternalKey;
import java.util.Arrays;
import java.util.Objects;

/**
 * Puts and deletes that happen all or not at all, over any partitions. Later operations win over
 * earlier ones of the same key. For one thread; reuse it by {@link #clear}.
 *
 * <p>Its bytes are the log's record and the memtables' source: per operation {@code kind u8 |
 * partition varint | key length varint | value length varint | key | value}; see
 * docs/formats/batch.md.
 */
public final class WriteBatch {
  /** Longest key, in bytes; the shortest has 1. */
  public static final int MAX_KEY_BYTES = InternalKey.MAX_USER_KEY_LENGTH;

  /**
   * Most bytes of a batch, 16 MiB - 1: what the length field of a log record can say. The log's
   * segments may be too short for as many.
   */
  public static final int MAX_BYTES = (1 << 24) - 1;

  /** Behind {@link #size} there may be the beginning of an operation that could not be added. */
  private final ByteWriter bytes = new ByteWriter(256);

  private int size;
  private int count;

  /** The partition of each run of operations on the same one. */
  private int[] runs = new int[4];

  private int runCount;

  // Of the last commit; written under the commit lock by the thread that has the batch.
  private long lastSequence;
  private boolean sealed;

  /** Creates an empty batch. */
  public WriteBatch() {}

  /**
   * Adds a put; both arrays are copied.
   *
   * @throws IllegalArgumentException if the key is empty or too long, or the batch would have more
   *     than {@value #MAX_BYTES} bytes; nothing is added
   */
  public WriteBatch put(int partition, byte[] key, byte[] value) {
    return put(partition, key, value, 0, value.length);
  }

  /**
   * Adds a put of a range of an array; both arrays are copied.
   *
   * @throws IllegalArgumentException if the key is empty or too long, or the batch would have more
   *     than {@value #MAX_BYTES} bytes; nothing is added
   * @throws IndexOutOfBoundsException if the range is not within the array; nothing is added
   */
  public WriteBatch put(int partition, byte[] key, byte[] value, int valueOffset, int valueLength) {
    Objects.checkFromIndexSize(valueOffset, valueLength, value.length);
    return add(EntryKind.PUT, partition, key, value, valueOffset, valueLength);
  }

  /**
   * Adds a delete; the array is copied. Deleting an absent key is no error.
   *
   * @throws IllegalArgumentException if the key is empty or too long, or the batch would have more
   *     than {@value #MAX_BYTES} bytes; nothing is added
   */
  public WriteBatch delete(int partition, byte[] key) {
    return add(EntryKind.DELETE, partition, key, key, 0, 0);
  }

  /** Forgets all operations and keeps the memory. */
  public void clear() {
    size = 0;
    count = 0;
    runCount = 0;
  }

  /** Number of operations. */
  public int count() {
    return count;
  }

  /** Size of the batch in the log, in bytes. */
  public int byteSize() {
    return size;
  }

  /** Takes note of a commit: its last sequence number, and whether it sealed a memtable. */
  void committed(long sequence, boolean sealedSome) {
    lastSequence = sequence;
    sealed = sealedSome;
  }

  /** The sequence number that the last operation got. */
  long lastSequence() {
    return lastSequence;
  }

  /** Whether the commit sealed a memtable, so that there is something to flush. */
  boolean hasSealed() {
    return sealed;
  }

  byte[] array() {
    return bytes.array();
  }

  /**
   * Number of runs of operations on one partition, so that what is to be done per partition needs
   * no walk over all operations.
   */
  int runCount() {
    return runCount;
  }

  /** The partition of a run. */
  int runPartition(int run) {
    return runs[run];
  }

  /** Adds one operation or, whatever is thrown, a lack of memory included, nothing. */
  private WriteBatch add(
      EntryKind kind, int partition, byte[] key, byte[] value, int valueOffset, int valueLength) {
    if (key.length == 0 || key.length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has 1 to " + MAX_KEY_BYTES + " bytes: " + key.length);
    }
    long length =
        1L
            + Varints.length(partition)
            + Varints.length(key.length)
            + Varints.length(valueLength)
            + key.length
            + valueLength;
    if (size + length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a batch has at most " + MAX_BYTES + " bytes: " + (size + length));
    }
    bytes.truncate(size);
    bytes
        .putByte(kind.code())
        .putVarint(partition)
        .putVarint(key.length)
        .putVarint(valueLength)
        .putBytes(key)
        .putBytes(value, valueOffset, valueLength);
    boolean newRun = runCount == 0 || runs[runCount - 1] != partition;
    if (newRun && runCount == runs.length) {
      runs = Arrays.copyOf(runs, 2 * runCount);
    }
    // Nothing fails from here on.
    if (newRun) {
      runs[runCount++] = partition;
    }
    count++;
    size = bytes.length();
    return this;
  }

  /**
   * Walks over the operations of an encoded batch. Trusts its bytes: they are a batch's own, or
   * {@link BatchCheck} has looked at them.
   */
  static final class Reader {
    private byte[] bytes;
    private int end;
    private int next;
    private byte kind;
    private int partition;
    private int keyOffset;
    private int keyLength;
    private int valueLength;

    Reader reset(byte[] source, int offset, int length) {
      bytes = source;
      next = offset;
      end = offset + length;
      return this;
    }

    boolean next() {
      if (next == end) {
        return false;
      }
      kind = bytes[next];
      partition = varint(next + 1);
      int at = next + 1 + Varints.length(partition);
      keyLength = varint(at);
      at += Varints.length(keyLength);
      valueLength = varint(at);
      keyOffset = at + Varints.length(valueLength);
      next = keyOffset + keyLength + valueLength;
      return true;
    }

    byte[] bytes() {
      return bytes;
    }

    byte kind() {
      return kind;
    }

    int partition() {
      return partition;
    }

    int keyOffset() {
      return keyOffset;
    }

    int keyLength() {
      return keyLength;
    }

    int valueOffset() {
      return keyOffset + keyLength;
    }

    int valueLength() {
      return valueLength;
    }

    private int varint(int at) {
      return (int) Varints.get(bytes, at);
    }
  }
}
