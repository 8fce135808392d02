package dev.varve.bench.workload;

import dev.varve.dynamodb.Varve;
import java.util.SplittableRandom;

/**
 * What one thread works with: the database, the model, which of the items are its own, and its
 * source of randomness.
 *
 * @param varve the database
 * @param table the table's name
 * @param model what it has to hold
 * @param thread the thread's number, from 0
 * @param threads how many threads there are
 * @param random this thread's own
 */
public record Share(
    Varve varve, String table, Model model, int thread, int threads, SplittableRandom random) {
  /** How many items belong to this thread. */
  int ownCount() {
    return (model.count() - thread + threads - 1) / threads;
  }

  /** The number of this thread's item {@code index} of {@code 0 .. ownCount-1}. */
  int own(int index) {
    return index * threads + thread;
  }

  /** Whether an item belongs to this thread. */
  boolean owns(int number) {
    return number % threads == thread;
  }
}
