package dev.varve.bench.kv;

import dev.varve.bench.random.Mix;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Values by key and generation: a pure function, so that each answer can be checked in full without
 * a copy of the data. A value tells its key's place (8 bytes) and its generation (4 bytes); the
 * first half of the rest is random, the other half zeros, so that it compresses to about a half.
 *
 * <p>Immutable and thread-safe.
 */
final class Values {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HEADER_BYTES = ValueSizes.MIN;

  /** An odd number, so that all generations of a place differ. */
  private static final long GENERATION = 0xC2B2_AE3D_27D4_EB4FL;

  private final ValueSizes sizes;

  Values(ValueSizes sizes) {
    this.sizes = sizes;
  }

  /** A buffer that holds any value. */
  byte[] newValue() {
    return new byte[sizes.max()];
  }

  int maxBytes() {
    return sizes.max();
  }

  /** Writes a value and returns its length. */
  int write(long place, int generation, byte[] value) {
    long state = state(place, generation);
    int length = sizes.length(state);
    LONG.set(value, 0, place);
    INT.set(value, Long.BYTES, generation);
    int end = randomEnd(length);
    int i = HEADER_BYTES;
    for (; i < end; i += Long.BYTES) {
      LONG.set(value, i, word(state, i));
    }
    Arrays.fill(value, i, length, (byte) 0);
    return length;
  }

  /** The generation that a value tells. */
  int generation(byte[] value) {
    return (int) INT.get(value, Long.BYTES);
  }

  /** Whether a value is, to the last byte, the one of that key in the generation that it tells. */
  boolean isWhole(long place, byte[] value, int length) {
    if (length < HEADER_BYTES || (long) LONG.get(value, 0) != place) {
      return false;
    }
    long state = state(place, generation(value));
    if (length != sizes.length(state)) {
      return false;
    }
    int end = randomEnd(length);
    long difference = 0;
    int i = HEADER_BYTES;
    for (; i < end; i += Long.BYTES) {
      difference |= word(state, i) ^ (long) LONG.get(value, i);
    }
    if (length - end >= Long.BYTES) {
      for (; i <= length - Long.BYTES; i += Long.BYTES) {
        difference |= (long) LONG.get(value, i);
      }
      // Whole words, of which the last two may overlap.
      return (difference | (long) LONG.get(value, length - Long.BYTES)) == 0;
    }
    for (; i < length; i++) {
      difference |= value[i];
    }
    return difference == 0;
  }

  /** End of the random half: a whole number of longs behind the header. */
  private static int randomEnd(int length) {
    return HEADER_BYTES + ((length - HEADER_BYTES) / 2 & -Long.BYTES);
  }

  private static long state(long place, int generation) {
    return place * Mix.GOLDEN + generation * GENERATION;
  }

  /**
   * Eight bytes without a pattern that a compressor finds. None follows from those before, so that
   * the processor makes them side by side: a check must cost little beside a fast store.
   */
  private static long word(long state, int offset) {
    long product = (state + offset) * Mix.GOLDEN;
    return product ^ product >>> 32;
  }
}
