package dev.varve.protocol;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Names of answers: 52 digits and capital letters, as the service's. Some 267 random bits. */
public final class RequestIds {
  private static final int LENGTH = 52;
  private static final byte[] SYMBOLS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".getBytes(StandardCharsets.US_ASCII);

  /** Two symbols at a time: a division waits for the one before. */
  private static final int PAIRS = SYMBOLS.length * SYMBOLS.length;

  private RequestIds() {}

  /** A new name: 52 characters. */
  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] id = new byte[LENGTH];
    long bits = 0;
    for (int i = 0; i < LENGTH; i += 2) {
      if (i % 10 == 0) { // 36^10 is less than 2^63, and the rest of a division by it is even enough
        bits = random.nextLong() >>> 1;
      }
      int pair = (int) (bits % PAIRS);
      bits /= PAIRS;
      id[i] = SYMBOLS[pair / SYMBOLS.length];
      id[i + 1] = SYMBOLS[pair % SYMBOLS.length];
    }
    return new String(id, StandardCharsets.ISO_8859_1);
  }
}
