package dev.varve.soak.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of keys and values, which follow from a lane, a key's number and a version: so a value
 * that was read tells which write it came from, and every byte of it can be checked.
 *
 * <p>Keys sort as their numbers do. A value begins with lane, key and version, 8 bytes each; its
 * length and the rest follow from these. Most values have some hundred bytes, one in 500 up to 64
 * KiB, one in 20,000 up to 1 MiB. Every other word of the rest is the same, so that the rest can be
 * compressed by half.
 */
public final class Content {
  /** Length of the longest value. */
  public static final int MAX_VALUE_BYTES = 1 << 20;

  /** Lanes from this number on are of tables, whose items have 400 KB at most. */
  public static final int FIRST_TABLE_LANE = 100;

  /** Names the system property for the length of most values at most. */
  public static final String SMALL_BYTES_PROPERTY = "varve.soak.valueBytes";

  /** The least that {@link #SMALL_BYTES_PROPERTY} may say, and its default. */
  public static final int DEFAULT_SMALL_BYTES = 200;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int HEADER_BYTES = 3 * Long.BYTES;
  private static final int MAX_TABLE_VALUE_BYTES = 256 << 10;
  private static final int LARGE_IN = 20_000;
  private static final int MEDIUM_IN = 500;
  private static final int MEDIUM_BYTES = 64 << 10;
  private static final int SMALL_BYTES =
      Integer.getInteger(SMALL_BYTES_PROPERTY, DEFAULT_SMALL_BYTES);
  private static final int SUFFIX_BYTES = 24;

  private Content() {}

  /** Has a Java process make its values as this one does. */
  public static String smallBytesFlag() {
    return "-D"
        + SMALL_BYTES_PROPERTY
        + "="
        + Integer.getInteger(SMALL_BYTES_PROPERTY, DEFAULT_SMALL_BYTES);
  }

  /** The key of a number: 8 bytes that sort, and a tail of 0 to 23. */
  public static byte[] key(int lane, long number) {
    long hash = mix(number * 31 + lane);
    byte[] key = new byte[Long.BYTES + (int) Long.remainderUnsigned(hash, SUFFIX_BYTES)];
    LONG.set(key, 0, number);
    for (int at = Long.BYTES; at < key.length; at++) {
      key[at] = (byte) (hash >>> at);
    }
    return key;
  }

  /** The number of a key that {@link #key} made. */
  public static long number(int lane, byte[] key) {
    long number = key.length < Long.BYTES ? -1 : (long) LONG.get(key, 0);
    if (number < 0 || !Arrays.equals(key, key(lane, number))) {
      throw new WrongAnswerException(
          "lane " + lane + ": no write ever made the key " + HexFormat.of().formatHex(key));
    }
    return number;
  }

  /** Length of the value of a version. */
  public static int valueLength(int lane, long number, long version) {
    long hash = mix(mix(number * 31 + lane) + version);
    long kind = Long.remainderUnsigned(hash, LARGE_IN);
    int largest = lane < FIRST_TABLE_LANE ? MAX_VALUE_BYTES : MAX_TABLE_VALUE_BYTES;
    int most = kind == 0 ? largest : kind % MEDIUM_IN == 0 ? MEDIUM_BYTES : SMALL_BYTES;
    return HEADER_BYTES + (int) Long.remainderUnsigned(mix(hash), most - HEADER_BYTES + 1L);
  }

  /** The value of a version. */
  public static byte[] value(int lane, long number, long version) {
    byte[] value = new byte[valueLength(lane, number, version)];
    LONG.set(value, 0, (long) lane);
    LONG.set(value, Long.BYTES, number);
    LONG.set(value, 2 * Long.BYTES, version);
    long word = mix(number + version);
    int at = HEADER_BYTES;
    for (; at + Long.BYTES <= value.length; at += Long.BYTES) {
      LONG.set(value, at, word(word, at));
    }
    for (; at < value.length; at++) {
      value[at] = (byte) (word >>> at % Long.SIZE);
    }
    return value;
  }

  /** Checks every byte of a key's value; returns the version that it is of. */
  public static long version(int lane, long number, byte[] value) {
    long version = value.length < HEADER_BYTES ? 0 : (long) LONG.get(value, 2 * Long.BYTES);
    if (version <= 0 || !Arrays.equals(value, value(lane, number, version))) {
      throw new WrongAnswerException(
          "lane %d, key %d: no write ever made this value of %d bytes, version %d"
              .formatted(lane, number, value.length, version));
    }
    return version;
  }

  private static long word(long seed, int at) {
    return at % (2 * Long.BYTES) == 0 ? seed : mix(seed + at);
  }

  /** David Stafford's variant 13 of a 64-bit mixer. */
  private static long mix(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
