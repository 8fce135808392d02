package dev.varve.bench.kv;

import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.store.Session;

/** Reads all of a store in order and compares it with what it has to hold. */
final class Sweep {
  private static final String OPERATION = "verification";

  private final Cell cell;
  private final KeySpace keys;
  private final Values values;

  Sweep(Cell cell) {
    this.cell = cell;
    this.keys = cell.keys();
    this.values = cell.values();
  }

  /**
   * Compares with a data set.
   *
   * @param generations what was overwritten since, or {@code null} if nothing was
   */
  void compare(Dataset data, Generations generations) throws Exception {
    Checks any = new Checks(values, data.minGeneration(), data.maxGeneration());
    long[] next = {data.first()};
    long inserted =
        walk((place, value, length) -> {
          if (place % 2 != 0) {
            new Checks(values, 0, 0).value(OPERATION, place, value, length);
            return 1;
          }
          Checks.place(OPERATION, 2 * next[0], place);
          long number = place / 2;
          Checks checks =
              generations == null
                  ? any
                  : new Checks(values, generations.min(number), generations.max(number));
          checks.value(OPERATION, place, value, length);
          next[0] += data.step();
          return 0;
        });
    if (next[0] < data.first() + data.count()) {
      throw Checks.wrong(OPERATION, 2 * next[0], "missing, and all after it");
    }
    requireCount(data.inserted(), inserted);
  }

  /** Compares with a part of the keys: all that are there must be right and so many. */
  void compareCount(long count) throws Exception {
    Checks checks = new Checks(values, 0, 0);
    requireCount(
        count,
        walk((place, value, length) -> {
          checks.value(OPERATION, place, value, length);
          return 1;
        }));
  }

  private static void requireCount(long expected, long found) throws WrongAnswerException {
    if (found != expected) {
      throw new WrongAnswerException(
          OPERATION + ": " + expected + " keys were written, " + found + " found");
    }
  }

  @FunctionalInterface
  private interface Visitor {
    int visit(long place, byte[] value, int length) throws WrongAnswerException;
  }

  /** Visits all entries in order, which has to be strictly ascending, and sums up. */
  private long walk(Visitor visitor) throws Exception {
    byte[] key = keys.newKey();
    byte[] value = values.newValue();
    long sum = 0;
    long last = -1;
    try (Session session = cell.store().session();
        Session.Cursor cursor = session.cursor()) {
      for (boolean valid = cursor.first(); valid; valid = cursor.next()) {
        int length = cursor.entry(key, value);
        long place = keys.place(key, key.length);
        if (place <= last) {
          throw Checks.wrong(OPERATION, place, "not in order");
        }
        last = place;
        sum += visitor.visit(place, value, length);
      }
    }
    return sum;
  }
}
