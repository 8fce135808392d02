package dev.varve.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A growing array that formats are written into. Integers are little-endian. For one thread; reuse
 * it by {@link #clear}.
 */
public final class ByteWriter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int length;

  /** Creates an empty writer with room for {@code initialCapacity} bytes. */
  public ByteWriter(int initialCapacity) {
    bytes = new byte[Math.max(16, initialCapacity)];
  }

  /** Forgets the content and keeps the memory. */
  public void clear() {
    length = 0;
  }

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  /**
   * The array that holds the content in {@code [0, length())}; borrowed, valid until the next
   * write.
   */
  public byte[] array() {
    return bytes;
  }

  /** The content as a heap segment; borrowed, valid until the next write. */
  public MemorySegment segment() {
    return MemorySegment.ofArray(bytes).asSlice(0, length);
  }

  /** A fresh copy of the content. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Cuts the content back to {@code newLength} bytes. */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException("cannot truncate " + length + " bytes to " + newLength);
    }
    length = newLength;
  }

  /** Appends one byte. */
  public ByteWriter putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Appends four bytes. */
  public ByteWriter putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
    return this;
  }

  /** Appends eight bytes. */
  public ByteWriter putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
    return this;
  }

  /** Overwrites four bytes that were written before. */
  public void setInt(int offset, int value) {
    INT.set(bytes, Objects.checkFromIndexSize(offset, Integer.BYTES, length), value);
  }

  /**
   * Appends the low bytes of a number, little-endian.
   *
   * @param width how many: 0 to 8
   */
  public ByteWriter putFixed(long value, int width) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += width;
    return this;
  }

  /** Appends an unsigned varint. */
  public ByteWriter putVarint(long value) {
    reserve(Varints.MAX_LONG_LENGTH);
    length = Varints.put(bytes, length, value);
    return this;
  }

  /**
   * Puts an unsigned varint before what was written from {@code offset} on, which moves: for the
   * length of something that is known only behind it.
   */
  public ByteWriter insertVarint(int offset, long value) {
    int count = Varints.length(value);
    int moved = length - Objects.checkIndex(offset, length + 1);
    reserve(count);
    System.arraycopy(bytes, offset, bytes, offset + count, moved);
    Varints.put(bytes, offset, value);
    length += count;
    return this;
  }

  /** Appends an array. */
  public ByteWriter putBytes(byte[] source) {
    return putBytes(source, 0, source.length);
  }

  /** Appends an array range. */
  public ByteWriter putBytes(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends a range of a segment. */
  public ByteWriter putBytes(MemorySegment source, long offset, int count) {
    reserve(count);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, length, count);
    length += count;
    return this;
  }

  /**
   * Appends bytes of any content, which the caller writes to {@link #array} next.
   *
   * @return where they begin
   */
  public int extend(int count) {
    reserve(count);
    length += count;
    return length - count;
  }

  /** Appends an array with its length in front, as a varint. */
  public ByteWriter putLengthPrefixed(byte[] source) {
    return putVarint(source.length).putBytes(source);
  }

  private void reserve(int count) {
    if (count > bytes.length - length) {
      int needed = Math.addExact(length, count);
      bytes =
          Arrays.copyOf(
              bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L)));
    }
  }
}
