package dev.varve.bench.items;

import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.random.Mix;
import java.util.SplittableRandom;

/**
 * What a workload works on.
 *
 * @param store open
 * @param parameters of the run
 * @param data which items the store holds
 * @param threads threads that do the operations
 * @param maxNanos when the workload is stopped
 * @param answers right ones to reads of this data, of this workload and of those before
 */
public record ItemCell<V>(
    ItemStore<V> store,
    DataParameters parameters,
    Dataset data,
    int threads,
    long maxNanos,
    ItemAnswers answers) {
  /** About how many bytes an item has, as DynamoDB counts them. */
  public static final int ITEM_BYTES = ItemModel.ITEM_BYTES;

  /** About how many of them are the key's. */
  public static final int KEY_BYTES = ItemModel.KEY_BYTES;

  ItemKeys keys() {
    return new ItemKeys(data.count());
  }

  ItemModel<V> model() {
    return new ItemModel<>(store.attributes());
  }

  SplittableRandom random(int thread) {
    return new SplittableRandom(parameters.seed() + Mix.mix(thread + 1));
  }
}
