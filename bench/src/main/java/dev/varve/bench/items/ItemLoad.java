package dev.varve.bench.items;

import dev.varve.bench.kv.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Fills an empty store. */
public final class ItemLoad {
  private ItemLoad() {}

  /**
   * Puts all items of a data set in their first generation, and lets the store settle.
   *
   * @param progress is told how many items are there
   */
  public static <V> void load(ItemStore<V> store, Dataset data, LongConsumer progress)
      throws Exception {
    ItemModel<V> model = new ItemModel<>(store.attributes());
    ItemKeys keys = new ItemKeys(data.count());
    for (long collection = 0; collection < keys.collections(); collection++) {
      List<Map<String, V>> items = new ArrayList<>();
      for (int index = 0; index < keys.size(collection); index++) {
        items.add(model.item(ItemKeys.number(collection, index), data.minGeneration()));
      }
      store.load(items);
      progress.accept(ItemKeys.number(collection, items.size()));
    }
    store.settle();
  }
}
