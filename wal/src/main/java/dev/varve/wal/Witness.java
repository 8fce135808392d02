package dev.varve.wal;

import java.util.Comparator;

/**
 * A statement of the layer above that the log keeps: something of that layer, which alone knows its
 * meaning, was durable when the log wrote the witness. It only grows; {@code major} counts first.
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
