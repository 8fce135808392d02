package dev.varve.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A text of ASCII with blanks, runs of question marks, that are filled in again and again, in their
 * order. Its length stays the same. For one thread.
 */
final class Blanks {
  private static final char BLANK = '?';
  private static final int BITS = 6;
  private static final int LETTERS_OF_LONG = Long.SIZE / BITS;

  private final byte[] bytes;
  private final int[] starts;
  private final int[] ends;
  private int next;

  private Blanks(byte[] bytes, int[] starts, int[] ends) {
    this.bytes = bytes;
    this.starts = starts;
    this.ends = ends;
  }

  /** The blanks of a text; the text has no question marks else. */
  static Blanks of(String text) {
    int[] starts = new int[text.length()];
    int[] ends = new int[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == BLANK) {
        starts[count] = i;
        while (i < text.length() && text.charAt(i) == BLANK) {
          i++;
        }
        ends[count++] = i;
      }
    }
    return new Blanks(
        text.getBytes(StandardCharsets.US_ASCII),
        Arrays.copyOf(starts, count),
        Arrays.copyOf(ends, count));
  }

  /** The text; changes with it. */
  byte[] bytes() {
    return bytes;
  }

  /** From now on the first blank is the next. */
  void rewind() {
    next = 0;
  }

  /** Fills the next blank with a number, with zeros before it. */
  void digits(long number) {
    long left = number;
    for (int i = ends[next] - 1; i >= starts[next]; i--) {
      bytes[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    if (left != 0) {
      throw new IllegalArgumentException(number + " does not fit");
    }
    next++;
  }

  /** Fills the next blank with random ones of 64 letters. */
  void letters(SplittableRandom random, byte[] alphabet) {
    long bits = 0;
    for (int i = starts[next]; i < ends[next]; i++) {
      if ((i - starts[next]) % LETTERS_OF_LONG == 0) {
        bits = random.nextLong();
      }
      bytes[i] = alphabet[(int) (bits & (1 << BITS) - 1)];
      bits >>>= BITS;
    }
    next++;
  }
}
