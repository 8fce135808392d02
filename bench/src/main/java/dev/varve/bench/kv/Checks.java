package dev.varve.bench.kv;

import dev.varve.bench.measure.WrongAnswerException;

/** Says what a wrong answer was. */
final class Checks {
  private final Values values;
  private final int minGeneration;
  private final int maxGeneration;

  /** Generations from {@code minGeneration} to {@code maxGeneration} are right. */
  Checks(Values values, int minGeneration, int maxGeneration) {
    this.values = values;
    this.minGeneration = minGeneration;
    this.maxGeneration = maxGeneration;
  }

  /**
   * The value has to be the key's, whole, and of a right generation.
   *
   * @param length as a session returned it
   */
  void value(String operation, long place, byte[] value, int length) throws WrongAnswerException {
    if (length < 0) {
      throw wrong(operation, place, "missing");
    }
    if (!values.isWhole(place, value, length)) {
      throw wrong(operation, place, "wrong value of " + length + " bytes");
    }
    int generation = values.generation(value);
    if (generation < minGeneration || generation > maxGeneration) {
      throw wrong(
          operation,
          place,
          "value of generation "
              + generation
              + ", not of "
              + minGeneration
              + " to "
              + maxGeneration);
    }
  }

  /** The cursor has to stand where it was expected. */
  static void place(String operation, long expected, long found) throws WrongAnswerException {
    if (found != expected) {
      throw wrong(operation, expected, "the cursor stands at " + name(found));
    }
  }

  static WrongAnswerException wrong(String operation, long place, String what) {
    return new WrongAnswerException(operation + ", " + name(place) + ": " + what);
  }

  private static String name(long place) {
    return place < 0
        ? "no key"
        : place % 2 == 0 ? "key " + place / 2 : "the key between " + place / 2 + " and the next";
  }
}
