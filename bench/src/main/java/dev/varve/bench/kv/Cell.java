package dev.varve.bench.kv;

import dev.varve.bench.random.Mix;
import dev.varve.bench.random.Permutation;
import dev.varve.bench.store.Store;
import java.util.SplittableRandom;

/**
 * What a workload works on.
 *
 * @param store open
 * @param parameters of the run
 * @param data what the store holds; of an empty store, what it is to hold
 * @param threads threads that do the operations
 * @param maxNanos when a workload that has no end of its own is stopped
 */
public record Cell(
    Store store, DataParameters parameters, Dataset data, int threads, long maxNanos) {
  KeySpace keys() {
    return new KeySpace(parameters.keyFormat(), parameters.keyBytes());
  }

  Values values() {
    return new Values(parameters.valueSizes());
  }

  SplittableRandom random(int thread) {
    return new SplittableRandom(parameters.seed() + Mix.mix(thread + 1));
  }

  /** The random order in which the data set's keys arrive; another for each purpose. */
  Permutation order(int purpose) {
    return new Permutation(data.count(), parameters.seed() + purpose);
  }
}
