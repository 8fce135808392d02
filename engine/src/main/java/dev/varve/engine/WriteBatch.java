package dev.varve.engine;

import dev.varve.engine.batch.Batch;
import dev.varve.sstable.EntryKind;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * Puts and deletes that happen all or not at all, over any partitions. Later operations win over
 * earlier ones of the same key. For one thread; reuse it by {@link #clear}.
 */
public final class WriteBatch {
  /** Longest key, in bytes; the shortest has 1. */
  public static final int MAX_KEY_BYTES = Batch.MAX_KEY_BYTES;

  /**
   * Most bytes of a batch, 16 MiB - 1: the length field of a log record can state no more. The
   * log's segments may be too short for as many.
   */
  public static final int MAX_BYTES = Batch.MAX_BYTES;

  private final Batch batch;

  /** Creates an empty batch. */
  public WriteBatch() {
    batch = new Batch();
  }

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
    batch.add(EntryKind.PUT, partition, key, value, valueOffset, valueLength);
    return this;
  }

  /**
   * Adds a put whose key ends in the sequence number that the commit gives it, in eight bytes,
   * big-endian. So keys of one prefix sort in the order of all writes, no two are alike, and
   * whoever reads them sees them without gaps: all that is below the greatest key which a reader
   * sees is seen, too. All arrays are copied.
   *
   * @param keyPrefix what the key begins with, possibly nothing
   * @param valueParts the value, in pieces that follow one another
   * @throws IllegalArgumentException if the key is too long, or the batch would have more than
   *     {@value #MAX_BYTES} bytes; nothing is added
   */
  public WriteBatch putStamped(int partition, byte[] keyPrefix, byte[]... valueParts) {
    batch.addStamped(partition, keyPrefix, valueParts);
    return this;
  }

  /**
   * Adds a delete; the array is copied. Deleting an absent key is no error.
   *
   * @throws IllegalArgumentException if the key is empty or too long, or the batch would have more
   *     than {@value #MAX_BYTES} bytes; nothing is added
   */
  public WriteBatch delete(int partition, byte[] key) {
    batch.add(EntryKind.DELETE, partition, key, key, 0, 0);
    return this;
  }

  /**
   * Adds a put of ranges of buffers, which are copied.
   *
   * @throws IllegalArgumentException if the key is empty or too long, or the batch would have more
   *     than {@value #MAX_BYTES} bytes; nothing is added
   * @throws IndexOutOfBoundsException if a range is not within its buffer; nothing is added
   */
  public WriteBatch put(
      int partition,
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength) {
    batch.add(EntryKind.PUT, partition, key, keyOffset, keyLength, value, valueOffset, valueLength);
    return this;
  }

  /**
   * Adds a delete of a range of a buffer, which is copied; see {@link #delete(int, byte[])}.
   *
   * @throws IllegalArgumentException as there; nothing is added
   * @throws IndexOutOfBoundsException if the range is not within the buffer; nothing is added
   */
  public WriteBatch delete(int partition, DirectBuffer key, int keyOffset, int keyLength) {
    batch.add(EntryKind.DELETE, partition, key, keyOffset, keyLength, key, 0, 0);
    return this;
  }

  /** Forgets all operations and keeps the memory. */
  public void clear() {
    batch.clear();
  }

  /** Number of operations. */
  public int count() {
    return batch.count();
  }

  /** Size of the batch in the log, in bytes. */
  public int byteSize() {
    return batch.byteSize();
  }

  /** The operations as the log keeps them. */
  Batch batch() {
    return batch;
  }
}
