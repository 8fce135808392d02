package dev.varve.engine.batch;

import dev.varve.io.ByteWriter;
import dev.varve.io.Varints;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.InternalKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * The operations of a write batch in the encoding that the log keeps and memtables are filled from:
 * per operation {@code kind u8 | partition varint | key length varint | value length varint | key |
 * value}; see docs/formats/batch.md. After its commit a batch knows the last sequence number that
 * it got. For one thread.
 */
public final class Batch {
  /** Longest key, in bytes; the shortest has 1. */
  public static final int MAX_KEY_BYTES = InternalKey.MAX_USER_KEY_LENGTH;

  /** Most bytes of a batch, 16 MiB - 1: the length field of a log record can state no more. */
  public static final int MAX_BYTES = (1 << 24) - 1;

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int[] NONE = {};

  /** Behind {@link #size} there may be the beginning of an operation that could not be added. */
  private final ByteWriter bytes = new ByteWriter(256);

  private int size;
  private int count;

  /** The partition of each run of operations on the same one. */
  private int[] runs = new int[4];

  private int runCount;

  /** Of each stamped operation where its number goes, and which operation it is. */
  private int[] stamps = NONE;

  private int stampCount;

  private final BatchReader reader = new BatchReader();

  // Of the last commit; written by the thread that has the batch.
  private long lastSequence;
  private boolean sealed;

  /** Creates an empty batch. */
  public Batch() {}

  /**
   * Adds one operation or, whatever is thrown, a lack of memory included, nothing.
   *
   * @throws IllegalArgumentException if the key is empty or too long, or the batch would have more
   *     than {@value #MAX_BYTES} bytes
   */
  public void add(
      EntryKind kind, int partition, byte[] key, byte[] value, int valueOffset, int valueLength) {
    begin(kind, partition, key.length, valueLength);
    bytes.putBytes(key).putBytes(value, valueOffset, valueLength);
    end(partition);
  }

  /**
   * As {@link #add(EntryKind, int, byte[], byte[], int, int)}, from ranges of buffers.
   *
   * @throws IndexOutOfBoundsException if a range is not within its buffer; nothing is added
   */
  public void add(
      EntryKind kind,
      int partition,
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength) {
    Objects.checkFromIndexSize(keyOffset, keyLength, key.capacity());
    Objects.checkFromIndexSize(valueOffset, valueLength, value.capacity());
    begin(kind, partition, keyLength, valueLength);
    int at = bytes.extend(keyLength + valueLength);
    key.getBytes(keyOffset, bytes.array(), at, keyLength);
    value.getBytes(valueOffset, bytes.array(), at + keyLength, valueLength);
    end(partition);
  }

  /**
   * Adds a put whose key ends in the sequence number that it gets: {@link #stamp} writes it there.
   * Adds nothing, whatever is thrown.
   *
   * @param keyPrefix what the key begins with, possibly nothing
   * @param valueParts the value, one after the other
   * @throws IllegalArgumentException if the key is too long, or the batch would have more than
   *     {@value #MAX_BYTES} bytes
   */
  public void addStamped(int partition, byte[] keyPrefix, byte[]... valueParts) {
    long valueLength = 0;
    for (byte[] part : valueParts) {
      valueLength += part.length;
    }
    begin(EntryKind.PUT, partition, keyPrefix.length + Long.BYTES, valueLength);
    int stamp = bytes.putBytes(keyPrefix).length();
    bytes.putLong(0);
    for (byte[] part : valueParts) {
      bytes.putBytes(part);
    }
    if (2 * stampCount == stamps.length) {
      stamps = Arrays.copyOf(stamps, 2 * stamps.length + 2);
    }
    end(partition);
    stamps[2 * stampCount] = stamp;
    stamps[2 * stampCount + 1] = count - 1;
    stampCount++;
  }

  /**
   * Writes their sequence numbers, big-endian, into the keys of stamped operations.
   *
   * @param before the number before that of the first operation
   */
  public void stamp(long before) {
    for (int i = 0; i < stampCount; i++) {
      BIG_ENDIAN.set(bytes.array(), stamps[2 * i], before + 1 + stamps[2 * i + 1]);
    }
  }

  private void begin(EntryKind kind, int partition, int keyLength, long valueLength) {
    if (keyLength == 0 || keyLength > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has 1 to " + MAX_KEY_BYTES + " bytes: " + keyLength);
    }
    long length =
        1L
            + Varints.length(partition)
            + Varints.length(keyLength)
            + Varints.length(valueLength)
            + keyLength
            + valueLength;
    if (size + length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a batch has at most " + MAX_BYTES + " bytes: " + (size + length));
    }
    bytes.truncate(size);
    bytes.putByte(kind.code()).putVarint(partition).putVarint(keyLength).putVarint(valueLength);
  }

  private void end(int partition) {
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
  }

  /** Forgets all operations and keeps the memory. */
  public void clear() {
    size = 0;
    count = 0;
    runCount = 0;
    stampCount = 0;
  }

  /** Number of operations. */
  public int count() {
    return count;
  }

  /** Size of the batch in the log, in bytes. */
  public int byteSize() {
    return size;
  }

  /** A walk over the operations; valid until the next call, and until one is added. */
  public BatchReader read() {
    return reader.reset(bytes.array(), 0, size);
  }

  /** The encoding, from index 0 on; the batch's own. */
  public byte[] array() {
    return bytes.array();
  }

  /**
   * Number of runs of operations on one partition, so that work per partition needs no walk over
   * all operations.
   */
  public int runCount() {
    return runCount;
  }

  /** The partition of a run. */
  public int runPartition(int run) {
    return runs[run];
  }

  /** Takes note of a commit: its last sequence number, and whether it sealed a memtable. */
  public void committed(long sequence, boolean sealedSome) {
    lastSequence = sequence;
    sealed = sealedSome;
  }

  /** The sequence number that the last operation got. */
  public long lastSequence() {
    return lastSequence;
  }

  /** Whether the commit sealed a memtable, so that there is something to flush. */
  public boolean hasSealed() {
    return sealed;
  }
}
