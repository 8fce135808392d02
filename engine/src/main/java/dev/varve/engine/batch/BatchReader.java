package dev.varve.engine.batch;

import dev.varve.io.Varints;

/**
 * Walks over the operations of an encoded batch. Trusts its bytes: they are a batch's own, or
 * {@link BatchCheck} has looked at them. For one thread.
 */
public final class BatchReader {
  private byte[] bytes;
  private int end;
  private int next;
  private byte kind;
  private int partition;
  private int keyOffset;
  private int keyLength;
  private int valueLength;

  /** Begins in front of the first operation of a batch. */
  public BatchReader reset(byte[] source, int offset, int length) {
    bytes = source;
    next = offset;
    end = offset + length;
    return this;
  }

  /** Goes on to the next operation, whose parts the other methods then tell; false at the end. */
  public boolean next() {
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

  /** The array in which keys and values lie. */
  public byte[] bytes() {
    return bytes;
  }

  /** The code of the entry's kind. */
  public byte kind() {
    return kind;
  }

  public int partition() {
    return partition;
  }

  public int keyOffset() {
    return keyOffset;
  }

  public int keyLength() {
    return keyLength;
  }

  public int valueOffset() {
    return keyOffset + keyLength;
  }

  public int valueLength() {
    return valueLength;
  }

  private int varint(int at) {
    return (int) Varints.get(bytes, at);
  }
}
