package dev.varve.bench.workload;

import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.Page;
import dev.varve.dynamodb.Scan;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Compares a whole table with the model. */
public final class Verification {
  private Verification() {}

  /**
   * Scans the table: every item has to be as the model holds it, none may be missing, none may be
   * too many.
   *
   * @return how many items there are
   * @throws WrongAnswerException if it is not so
   */
  public static long scan(Varve varve, String table, Model model)
      throws IOException, WrongAnswerException {
    Map<Item, Integer> numbers = new HashMap<>();
    for (int number = 0; number < model.count(); number++) {
      if (model.current(number) != null) {
        numbers.put(model.key(number), number);
      }
    }
    long found = 0;
    Scan request = Scan.of(table).build();
    Optional<Item> next;
    do {
      Page page = varve.scan(request);
      for (Item item : page.items()) {
        Item key =
            Item.of(
                Model.PARTITION_KEY,
                item.get(Model.PARTITION_KEY),
                Model.SORT_KEY,
                item.get(Model.SORT_KEY));
        Integer number = numbers.remove(key);
        if (number == null) {
          throw new WrongAnswerException(
              "the scan gave an item that should not be there, or gave it twice: " + item);
        }
        if (!item.equals(model.current(number))) {
          throw new WrongAnswerException(
              "scan of " + key + ": expected " + model.current(number) + ", found " + item);
        }
        found++;
      }
      next = page.lastEvaluatedKey();
      request = next.map(request::startingAfter).orElse(request);
    } while (next.isPresent());
    if (!numbers.isEmpty()) {
      throw new WrongAnswerException(
          "the scan left out "
              + numbers.size()
              + " items, such as "
              + numbers.keySet().iterator().next());
    }
    return found;
  }
}
