package dev.varve.bench.items;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Digests of answers that were compared in full and right, the last one of each item: an answer
 * that has the digest again is right, too, as long as nobody writes. So only the first reading of
 * an item costs the making of what it has to be.
 *
 * <p>Thread-safe.
 */
public final class ItemAnswers {
  private final AtomicLongArray digests;

  /** For so many items. */
  public ItemAnswers(long count) {
    digests = new AtomicLongArray(Math.toIntExact(count));
  }

  boolean isKnown(long number, long digest) {
    return digests.getPlain((int) number) == digest && digest != 0;
  }

  void know(long number, long digest) {
    digests.setPlain((int) number, digest);
  }
}
