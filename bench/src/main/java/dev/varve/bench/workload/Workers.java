package dev.varve.bench.workload;

import static dev.varve.dynamodb.value.AttributeValue.n;

import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.DeleteItem;
import dev.varve.dynamodb.GetItem;
import dev.varve.dynamodb.Page;
import dev.varve.dynamodb.PutItem;
import dev.varve.dynamodb.Query;
import dev.varve.dynamodb.UpdateItem;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;

/** The kinds of operation that phases are made of. */
final class Workers {
  /** How many items a range query asks for. */
  static final int QUERY_LIMIT = 20;

  private static final String POPULATION = "population";
  private static final String VISITS = "visits";

  private Workers() {}

  /** Puts the items of the data set that {@code choice} names, each as it was in the data set. */
  static final class Put implements Worker {
    private final Share share;
    private final IntSupplier choice;
    private int number;
    private PutItem request;

    Put(Share share, IntSupplier choice) {
      this.share = share;
      this.choice = choice;
    }

    @Override
    public void prepare() {
      number = choice.getAsInt();
      request = PutItem.of(share.table(), share.model().original(number));
    }

    @Override
    public void run() throws IOException {
      share.varve().putItem(request);
    }

    @Override
    public int check() {
      share.model().set(number, share.model().original(number));
      return share.model().partitionIndex(number);
    }
  }

  /**
   * Gets items. While nothing is written, and always for its own items, they have to be what the
   * model holds; another thread's has to have the right key if it is there.
   */
  static final class Get implements Worker {
    private final Share share;
    private final IntSupplier choice;
    private final boolean nothingIsWritten;
    private int number;
    private GetItem request;
    private Item found;

    Get(Share share, IntSupplier choice, boolean nothingIsWritten) {
      this.share = share;
      this.choice = choice;
      this.nothingIsWritten = nothingIsWritten;
    }

    @Override
    public void prepare() {
      number = choice.getAsInt();
      request = GetItem.of(share.table(), share.model().key(number));
    }

    @Override
    public void run() throws IOException {
      found = share.varve().getItem(request).item().orElse(null);
    }

    @Override
    public int check() throws WrongAnswerException {
      Model model = share.model();
      if (nothingIsWritten || share.owns(number)) {
        if (!Objects.equals(model.current(number), found)) {
          throw new WrongAnswerException(
              "get of "
                  + model.key(number)
                  + ": expected "
                  + model.current(number)
                  + ", found "
                  + found);
        }
      } else if (found != null) {
        requireKey(model, number, found);
      }
      return model.partitionIndex(number);
    }
  }

  /**
   * Queries a range: from an item's sort key on, a page of the partition key's items. While nothing
   * is written, they have to be the item and its successors in the model; else in ascending order
   * and from that sort key on.
   */
  static final class RangeQuery implements Worker {
    private final Share share;
    private final IntSupplier choice;
    private final boolean nothingIsWritten;
    private int number;
    private Query request;
    private Page page;

    RangeQuery(Share share, IntSupplier choice, boolean nothingIsWritten) {
      this.share = share;
      this.choice = choice;
      this.nothingIsWritten = nothingIsWritten;
    }

    @Override
    public void prepare() {
      number = choice.getAsInt();
      Item key = share.model().key(number);
      request =
          Query.of(share.table())
              .where(Model.PARTITION_KEY + " = :partition AND " + Model.SORT_KEY + " >= :from")
              .value(":partition", key.get(Model.PARTITION_KEY))
              .value(":from", key.get(Model.SORT_KEY))
              .limit(QUERY_LIMIT)
              .build();
    }

    @Override
    public void run() throws IOException {
      page = share.varve().query(request);
    }

    @Override
    public int check() throws WrongAnswerException {
      Model model = share.model();
      int expected = number;
      for (Item item : page.items()) {
        // Deleted ones are left out; what is found still has to be a successor.
        while (!nothingIsWritten && expected >= 0 && !hasKey(model, expected, item)) {
          expected = model.successor(expected);
        }
        if (expected < 0) {
          throw new WrongAnswerException(
              "query from " + model.key(number) + ": unexpected " + item);
        }
        requireKey(model, expected, item);
        expected = model.successor(expected);
      }
      if (nothingIsWritten && expected >= 0 && page.items().size() < QUERY_LIMIT) {
        throw new WrongAnswerException(
            "query from " + model.key(number) + ": missing " + model.key(expected));
      }
      return model.partitionIndex(number);
    }
  }

  /**
   * Updates own items: another population, one more visit. An item that is not there is created by
   * it.
   */
  static final class Update implements Worker {
    private final Share share;
    private final IntSupplier choice;
    private int number;
    private AttributeValue population;
    private UpdateItem request;

    Update(Share share, IntSupplier choice) {
      this.share = share;
      this.choice = choice;
    }

    @Override
    public void prepare() {
      number = choice.getAsInt();
      population = n(share.random().nextInt(10_000_000));
      request =
          UpdateItem.in(share.table())
              .key(share.model().key(number))
              .update("SET population = :population ADD visits :one")
              .value(":population", population)
              .value(":one", n(1))
              .build();
    }

    @Override
    public void run() throws IOException {
      share.varve().updateItem(request);
    }

    @Override
    public int check() {
      Model model = share.model();
      Item before = model.current(number) == null ? model.key(number) : model.current(number);
      long visits =
          before.get(VISITS) instanceof AttributeValue.N seen ? seen.value().longValueExact() : 0;
      model.set(
          number,
          before.toBuilder().put(POPULATION, population).put(VISITS, n(visits + 1)).build());
      return model.partitionIndex(number);
    }
  }

  /** Deletes own items. */
  static final class Delete implements Worker {
    private final Share share;
    private final IntSupplier choice;
    private int number;
    private DeleteItem request;

    Delete(Share share, IntSupplier choice) {
      this.share = share;
      this.choice = choice;
    }

    @Override
    public void prepare() {
      number = choice.getAsInt();
      request = DeleteItem.of(share.table(), share.model().key(number));
    }

    @Override
    public void run() throws IOException {
      share.varve().deleteItem(request);
    }

    @Override
    public int check() {
      share.model().set(number, null);
      return share.model().partitionIndex(number);
    }
  }

  /** Does for each operation what one of several others does, as often as its weight says. */
  static final class Mix implements Worker {
    private final Share share;
    private final List<Worker> parts;
    private final int[] weights;
    private final int totalWeight;
    private Worker chosen;

    Mix(Share share, List<Worker> parts, int... weights) {
      this.share = share;
      this.parts = List.copyOf(parts);
      this.weights = weights.clone();
      int total = 0;
      for (int weight : weights) {
        total += weight;
      }
      this.totalWeight = total;
    }

    @Override
    public void prepare() {
      int point = share.random().nextInt(totalWeight);
      int part = 0;
      while (point >= weights[part]) {
        point -= weights[part++];
      }
      chosen = parts.get(part);
      chosen.prepare();
    }

    @Override
    public void run() throws IOException {
      chosen.run();
    }

    @Override
    public int check() throws WrongAnswerException {
      return chosen.check();
    }
  }

  private static boolean hasKey(Model model, int number, Item item) {
    Item key = model.key(number);
    return key.get(Model.SORT_KEY).equals(item.get(Model.SORT_KEY))
        && key.get(Model.PARTITION_KEY).equals(item.get(Model.PARTITION_KEY));
  }

  private static void requireKey(Model model, int number, Item item) throws WrongAnswerException {
    if (!hasKey(model, number, item)) {
      throw new WrongAnswerException("expected the item " + model.key(number) + ", found " + item);
    }
  }
}
