package dev.varve.engine.table;

import dev.varve.io.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The keys from one, included, to another, excluded; either side may be open. Immutable: its arrays
 * are copied when they come in, and not to be changed when they go out.
 */
public final class KeyRange {
  /** All keys. */
  public static final KeyRange ALL = new KeyRange(null, null);

  private final byte[] lower; // null: open
  private final byte[] upper; // null: open
  private final long lowerPrefix;
  private final long upperPrefix;

  private KeyRange(byte[] lower, byte[] upper) {
    this.lower = lower;
    this.upper = upper;
    lowerPrefix = lower == null ? 0 : Bytes.prefix(lower, 0);
    upperPrefix = upper == null ? 0 : Bytes.prefix(upper, 0);
  }

  /**
   * The keys between two.
   *
   * @param lower least key, or {@code null}
   * @param upper key above all, or {@code null}
   * @throws IllegalArgumentException if no key lies between them, or one is empty
   */
  public static KeyRange of(byte[] lower, byte[] upper) {
    requireKey(lower);
    requireKey(upper);
    if (lower != null && upper != null && Arrays.compareUnsigned(lower, upper) >= 0) {
      throw new IllegalArgumentException("no key from %s to %s".formatted(hex(lower), hex(upper)));
    }
    return lower == null && upper == null ? ALL : new KeyRange(copy(lower), copy(upper));
  }

  private static void requireKey(byte[] key) {
    if (key != null && key.length == 0) {
      throw new IllegalArgumentException("a bound without bytes");
    }
  }

  private static byte[] copy(byte[] key) {
    return key == null ? null : key.clone();
  }

  /** Whether every key is in it. */
  public boolean isAll() {
    return lower == null && upper == null;
  }

  /** The least key, or {@code null}. */
  public byte[] lower() {
    return lower;
  }

  /** The key above all that are in it, or {@code null}. */
  public byte[] upper() {
    return upper;
  }

  /** Whether a key is in it. */
  public boolean contains(byte[] key) {
    return contains(key, 0, key.length);
  }

  /** Whether a key of {@code length} bytes at {@code offset} is in it. */
  public boolean contains(byte[] bytes, int offset, int length) {
    if (isAll()) {
      return true;
    }
    long prefix = Bytes.prefix(bytes, offset, length, 0);
    return !isBelow(bytes, offset, length, prefix) && !isAbove(bytes, offset, length, prefix);
  }

  private boolean isBelow(byte[] bytes, int offset, int length, long prefix) {
    if (lower == null) {
      return false;
    }
    return prefix == lowerPrefix
        ? Arrays.compareUnsigned(bytes, offset, offset + length, lower, 0, lower.length) < 0
        : Long.compareUnsigned(prefix, lowerPrefix) < 0;
  }

  private boolean isAbove(byte[] bytes, int offset, int length, long prefix) {
    if (upper == null) {
      return false;
    }
    return prefix == upperPrefix
        ? Arrays.compareUnsigned(bytes, offset, offset + length, upper, 0, upper.length) >= 0
        : Long.compareUnsigned(prefix, upperPrefix) > 0;
  }

  /** Whether a key lies before all that are in it. */
  public boolean isBelow(MemorySegment segment, long offset, int length) {
    if (lower == null) {
      return false;
    }
    long prefix = Bytes.prefix(segment, offset, length, 0);
    return prefix == lowerPrefix
        ? Bytes.compare(lower, segment, offset, length) > 0
        : Long.compareUnsigned(prefix, lowerPrefix) < 0;
  }

  /** Whether a key lies behind all that are in it. */
  public boolean isAbove(MemorySegment segment, long offset, int length) {
    if (upper == null) {
      return false;
    }
    long prefix = Bytes.prefix(segment, offset, length, 0);
    return prefix == upperPrefix
        ? Bytes.compare(upper, segment, offset, length) <= 0
        : Long.compareUnsigned(prefix, upperPrefix) > 0;
  }

  /** Whether all keys between two, both included, are in it. */
  public boolean covers(byte[] smallest, byte[] largest) {
    return contains(smallest) && contains(largest);
  }

  /** Whether some key between two, both included, is in it. */
  public boolean overlaps(byte[] smallest, byte[] largest) {
    return (lower == null || Arrays.compareUnsigned(lower, largest) <= 0)
        && (upper == null || Arrays.compareUnsigned(smallest, upper) < 0);
  }

  /**
   * Its keys below a boundary.
   *
   * @throws IllegalArgumentException if there are none
   */
  public KeyRange below(byte[] boundary) {
    return upper != null && Arrays.compareUnsigned(upper, boundary) <= 0
        ? this
        : of(lower, boundary);
  }

  /**
   * Its keys from a boundary on.
   *
   * @throws IllegalArgumentException if there are none
   */
  public KeyRange from(byte[] boundary) {
    return lower != null && Arrays.compareUnsigned(lower, boundary) >= 0
        ? this
        : of(boundary, upper);
  }

  /** The greater of a lower bound, which may be {@code null} for none, and the range's. */
  public byte[] clipLower(byte[] bound) {
    boolean isLess = lower != null && (bound == null || Arrays.compareUnsigned(bound, lower) < 0);
    return isLess ? lower : bound;
  }

  /** The less of an upper bound, which may be {@code null} for none, and the range's. */
  public byte[] clipUpper(byte[] bound) {
    boolean isGreater =
        upper != null && (bound == null || Arrays.compareUnsigned(bound, upper) > 0);
    return isGreater ? upper : bound;
  }

  /** Whether a boundary leaves keys of the range on both sides. */
  public boolean isDividedBy(byte[] boundary) {
    return boundary.length > 0
        && (lower == null || Arrays.compareUnsigned(lower, boundary) < 0)
        && (upper == null || Arrays.compareUnsigned(boundary, upper) < 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRange that
        && Arrays.equals(lower, that.lower)
        && Arrays.equals(upper, that.upper);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(lower) + Arrays.hashCode(upper);
  }

  @Override
  public String toString() {
    return "[%s, %s)".formatted(hex(lower), hex(upper));
  }

  private static String hex(byte[] key) {
    return key == null ? "open" : HexFormat.of().formatHex(key);
  }
}
