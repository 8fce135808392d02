package dev.varve.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A body as it comes. Up to 64 KiB its array is made at once, and each byte copied once; that of a
 * longer one grows with what has come, since some clients announce much and send nothing. All of
 * the array is taken from the budget.
 */
final class BodyArray {
  private static final int FIRST_BYTES = 64 << 10;
  private static final int GROWTH = 4;
  private static final byte[] NONE = {};

  private final ByteBudget budget;
  private byte[] bytes = NONE;
  private int length;

  /** What the budget lacked, or 0. */
  private int lacking;

  BodyArray(ByteBudget budget) {
    this.budget = budget;
  }

  /** Bytes that have come. */
  int length() {
    return length;
  }

  /** Bytes that {@link #read} did not get from the budget; 0 if it got all. */
  int lacking() {
    return lacking;
  }

  /**
   * Reads what there is, and no more than {@code count} bytes; less if the budget is exhausted.
   *
   * @param expected how long the body will be in the end, as far as it is known
   * @return how many were read
   */
  int read(ByteBuf in, int count, int expected) {
    int wanted = Math.min(in.readableBytes(), count);
    int read = 0;
    while (read < wanted && hasRoom(expected)) {
      int part = Math.min(wanted - read, bytes.length - length);
      in.readBytes(bytes, length, part);
      length += part;
      read += part;
    }
    return read;
  }

  private boolean hasRoom(int expected) {
    lacking = 0;
    if (length < bytes.length) {
      return true;
    }
    int capacity = Math.min(expected, Math.max(FIRST_BYTES, GROWTH * length));
    int more = capacity - bytes.length;
    if (!budget.tryTake(more)) {
      lacking = more;
      return false;
    }
    bytes = Arrays.copyOf(bytes, capacity);
    return true;
  }

  /** The whole body. Its bytes stay taken from the budget: {@link #taken}. */
  byte[] finish() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** Bytes taken from the budget. */
  int taken() {
    return bytes.length;
  }
}
