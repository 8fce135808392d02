package dev.varve.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote, for formats that are decoded seldom (manifest edits,
 * properties). Every read is checked against the end and fails as corruption of the named file. For
 * one thread.
 */
public final class ByteReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final String what;
  private final Path file;
  private final long fileOffset;
  private final byte[] bytes;
  private int at;

  /**
   * Reads an array from its start.
   *
   * @param file where the bytes come from, for error messages
   * @param fileOffset offset of the array's first byte in that file
   */
  public ByteReader(byte[] bytes, Path file, long fileOffset) {
    this("record", bytes, file, fileOffset);
  }

  /**
   * Reads an array from its start.
   *
   * @param what what the bytes are, such as "descriptor of partition 3", for error messages
   * @param file where the bytes come from, for error messages
   * @param fileOffset offset of the array's first byte in that file
   */
  public ByteReader(String what, byte[] bytes, Path file, long fileOffset) {
    this.what = what;
    this.bytes = bytes;
    this.file = file;
    this.fileOffset = fileOffset;
  }

  /** The file that the bytes come from. */
  public Path file() {
    return file;
  }

  /** Bytes not yet read. */
  public int remaining() {
    return bytes.length - at;
  }

  /** Offset in the file of the next byte. */
  public long offset() {
    return fileOffset + at;
  }

  /** Reads one byte as 0 to 255. */
  public int getByte() throws CorruptionException {
    require(1);
    return bytes[at++] & 0xff;
  }

  /** Reads four bytes. */
  public int getInt() throws CorruptionException {
    require(Integer.BYTES);
    int value = (int) INT.get(bytes, at);
    at += Integer.BYTES;
    return value;
  }

  /** Reads eight bytes. */
  public long getLong() throws CorruptionException {
    require(Long.BYTES);
    long value = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  /** Reads an unsigned varint of up to 64 bits. */
  public long getVarint() throws CorruptionException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = getByte();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw corrupt("a varint of at most 10 bytes", "a longer one");
  }

  /** Reads a varint that must fit a non-negative int. */
  public int getVarintInt() throws CorruptionException {
    long value = getVarint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw corrupt("a value of at most 31 bits", Long.toUnsignedString(value));
    }
    return (int) value;
  }

  /** Reads a fresh copy of the next {@code length} bytes. */
  public byte[] getBytes(int length) throws CorruptionException {
    require(length);
    byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }

  /** Passes over bytes. */
  public void skip(int length) throws CorruptionException {
    require(length);
    at += length;
  }

  /** Reads an array with its length in front, as a varint. */
  public byte[] getLengthPrefixed() throws CorruptionException {
    return getBytes(getVarintInt());
  }

  /** Reads the next {@code length} bytes as a reader of their own, and stands behind them. */
  public ByteReader slice(int length) throws CorruptionException {
    long offset = offset();
    return new ByteReader(what, getBytes(length), file, offset);
  }

  /** The error for a value at the current place that breaks the format's rules. */
  public CorruptionException corrupt(String expected, String found) {
    return new CorruptionException(what, file, offset(), expected, found);
  }

  private void require(int length) throws CorruptionException {
    // A negative length is a bad length field read as a signed int.
    if (length < 0 || length > remaining()) {
      throw corrupt(length + " more bytes", remaining() + " bytes");
    }
  }
}
