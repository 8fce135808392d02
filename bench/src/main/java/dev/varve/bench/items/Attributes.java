package dev.varve.bench.items;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Makes attribute values as a store's client has them. Equal values are {@link Object#equals
 * equal}, also to those that the store returns. For any number of threads.
 *
 * @param <V> the client's type of a value
 */
public interface Attributes<V> {
  V string(String value);

  /** {@code unscaled / 10^scale}. */
  V number(long unscaled, int scale);

  V bytes(byte[] value);

  V bool(boolean value);

  /** The null value. */
  V nothing();

  /** A set of strings, given in the order of their bytes. */
  V strings(List<String> values);

  /** A set of whole numbers, given in ascending order. */
  V numbers(long... values);

  V list(List<V> values);

  V map(Map<String, V> values);

  /** The value of a whole number; empty if it is something else. */
  OptionalLong wholeNumber(V value);
}
