package dev.varve.bench.kv;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The newest generation of each key while several threads overwrite them, each thread its own keys:
 * so what a store holds in the end is known exactly.
 */
final class Generations {
  private final Dataset before;
  private final AtomicIntegerArray given; // per key, how many since the beginning

  Generations(Dataset before) {
    this.before = before;
    this.given = new AtomicIntegerArray(Math.toIntExact(before.count()));
  }

  /** Gives out the next generation of the key of that number. */
  int next(long number) {
    return before.maxGeneration() + given.incrementAndGet(index(number));
  }

  /** The oldest generation that the key may have when all writers have ended. */
  int min(long number) {
    int count = given.get(index(number));
    return count == 0 ? before.minGeneration() : before.maxGeneration() + count;
  }

  /** The newest generation that the key may have. */
  int max(long number) {
    return before.maxGeneration() + given.get(index(number));
  }

  /** The newest generation of all. */
  int max() {
    int most = 0;
    for (int i = 0; i < given.length(); i++) {
      most = Math.max(most, given.get(i));
    }
    return before.maxGeneration() + most;
  }

  private int index(long number) {
    return (int) (number - before.first());
  }
}
