package dev.varve.wal;

import java.util.Comparator;

/**
 * What the log states for the layer above, which alone knows the meaning: something that was
 * durable there when the log said so. It only grows; {@code major} counts first.
 *
 * @param major at least 0
 * @param minor at least 0
 */
public record Witness(long major, long minor) implements Comparable<Witness> {
  /** States nothing. */
  public static final Witness NONE = new Witness(0, 0);

  private static final Comparator<Witness> ORDER =
      Comparator.comparingLong(Witness::major).thenComparingLong(Witness::minor);

  @Override
  public int compareTo(Witness other) {
    return ORDER.compare(this, other);
  }
}
