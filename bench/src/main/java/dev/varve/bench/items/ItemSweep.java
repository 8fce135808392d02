package dev.varve.bench.items;

import dev.varve.bench.kv.Dataset;
import dev.varve.bench.measure.WrongAnswerException;
import java.util.List;
import java.util.Map;

/** Reads all items of a store and compares them with what it has to hold. */
final class ItemSweep<V> {
  private static final String OPERATION = "verification";

  private final ItemCell<V> cell;
  private final ItemModel<V> model;

  ItemSweep(ItemCell<V> cell) {
    this.cell = cell;
    this.model = cell.model();
  }

  /**
   * Compares with a data set: each partition key's items in their order, and how many there are.
   *
   * @param generations what was written since
   */
  void compare(Dataset data, ItemGenerations generations) throws Exception {
    ItemKeys keys = new ItemKeys(data.count());
    for (long collection = 0; collection < keys.collections(); collection++) {
      List<Map<String, V>> found =
          cell.store()
              .query(model.partitionKey(collection), model.sortKey(0), ItemKeys.COLLECTION + 1);
      int size = keys.size(collection);
      if (found.size() != size) {
        throw new WrongAnswerException(
            OPERATION
                + ", "
                + ItemModel.customer(collection)
                + ": "
                + found.size()
                + " items, not "
                + size);
      }
      for (int index = 0; index < size; index++) {
        long number = ItemKeys.number(collection, index);
        model.check(
            OPERATION, number, found.get(index), generations.min(number), generations.max(number));
      }
    }
    long count = cell.store().count();
    if (count != data.count()) {
      throw new WrongAnswerException(
          OPERATION + ": the table holds " + count + " items, not " + data.count());
    }
  }
}
