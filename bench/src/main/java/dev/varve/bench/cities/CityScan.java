package dev.varve.bench.cities;

import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/** Compares a whole table with the model, attribute by attribute. */
final class CityScan {
  private CityScan() {}

  /**
   * Scans the table: every item has to be as the model holds it, none may be missing, none may be
   * too many.
   *
   * @return how many items there are
   * @throws WrongAnswerException if it is not so
   */
  static long verify(Varve varve, String table, CityModel model)
      throws IOException, WrongAnswerException {
    BitSet seen = new BitSet(model.count());
    long found = 0;
    Scan request = Scan.of(table).build();
    Optional<Item> next;
    do {
      Page page = varve.scan(request);
      for (Item item : page.items()) {
        int number = model.numberOf(item);
        if (number < 0 || !model.isStored(number) || seen.get(number)) {
          throw new WrongAnswerException(
              "the scan gave an item that should not be there, or gave it twice: " + item);
        }
        if (!item.equals(model.current(number))) {
          throw new WrongAnswerException(
              "scan: expected " + model.current(number) + ", found " + item);
        }
        seen.set(number);
        found++;
      }
      next = page.lastEvaluatedKey();
      request = next.map(request::startingAfter).orElse(request);
    } while (next.isPresent());
    for (int number = 0; number < model.count(); number++) {
      if (model.isStored(number) && !seen.get(number)) {
        throw new WrongAnswerException(
            "the scan left out "
                + (model.storedCount() - found)
                + " items, such as "
                + model.cities().keyOf(number));
      }
    }
    return found;
  }
}
