package dev.varve.bench.cities;

import static dev.varve.dynamodb.value.AttributeValue.n;

import dev.varve.bench.measure.Task;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.random.Mix;
import dev.varve.bench.random.Permutation;
import dev.varve.bench.random.Zipfian;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One thread's operations in a phase: so many, each chosen, done, checked and noted in the model.
 * The parts are the table's partitions.
 */
abstract class CityTask implements Task {
  /** How many items a query asks for. */
  static final int QUERIED = 20;

  /** Skew of the Zipfian distribution. */
  static final double SKEW = 0.99;

  private static final AttributeValue ONE = n(1);
  private static final int MAX_POPULATION = 10_000_000;

  final CityModel model;
  final int own;
  final SplittableRandom random;
  private final Varve varve;
  private final String table;
  private final int thread;
  private final int threads;
  private final Popular popularOfAll;
  private final Popular popularOfOwn;
  private long left;
  private long written;

  /**
   * What the tasks of a phase share.
   *
   * @param threads how many threads there are
   * @param seed of all random choices
   */
  record Setting(Varve varve, String table, CityModel model, int threads, long seed) {}

  /** Which items are often chosen: scattered over all by a fixed order. */
  private record Popular(Zipfian ranks, Permutation order) {
    static Popular of(int count, long seed) {
      return new Popular(new Zipfian(count, SKEW), new Permutation(count, seed));
    }

    int next(SplittableRandom random) {
      return (int) order.at(ranks.next(random));
    }
  }

  /**
   * A thread's task.
   *
   * @param operations how many it does
   * @param purpose another one has other random choices
   */
  CityTask(Setting setting, int thread, long operations, int purpose) {
    this.model = setting.model();
    this.varve = setting.varve();
    this.table = setting.table();
    this.thread = thread;
    this.threads = setting.threads();
    this.own = ownCount(setting, thread);
    this.left = own == 0 ? 0 : operations;
    this.random =
        new SplittableRandom(setting.seed() + Mix.mix(thread + 1 + (long) purpose * threads));
    this.popularOfAll = Popular.of(model.count(), setting.seed());
    this.popularOfOwn = Popular.of(Math.max(1, own), setting.seed());
  }

  /** How many items belong to a thread. */
  static int ownCount(Setting setting, int thread) {
    return (setting.model().count() - thread + setting.threads() - 1) / setting.threads();
  }

  @Override
  public final int step() throws Exception {
    if (left-- <= 0) {
      return DONE;
    }
    return model.partition(operate());
  }

  /**
   * Does what comes next, and checks the answer.
   *
   * @return the number of the item
   */
  abstract int operate() throws Exception;

  /** About how many bytes of keys and values were written so far. */
  final long writtenBytes() {
    return written;
  }

  /** The number of this thread's item {@code index} of {@code 0 .. own-1}. */
  final int own(int index) {
    return index * threads + thread;
  }

  /** Any item, all equally often. */
  final int any() {
    return random.nextInt(model.count());
  }

  /** Any item, few of them often. */
  final int popular() {
    return popularOfAll.next(random);
  }

  /** Any of this thread's items, all equally often. */
  final int anyOwn() {
    return own(random.nextInt(own));
  }

  /** Any of this thread's items, few of them often. */
  final int popularOwn() {
    return own(popularOfOwn.next(random));
  }

  private boolean owns(int number) {
    return number % threads == thread;
  }

  /** Puts an own item as it is in the data set. */
  final int put(int number) throws IOException {
    varve.putItem(PutItem.of(table, model.cities().item(number)));
    model.put(number);
    written += model.cities().storedBytes(number);
    return number;
  }

  /**
   * Gets an item.
   *
   * @param settled whether nobody writes, so that others' items have to be as in the model, too
   */
  final int get(int number, boolean settled) throws IOException, WrongAnswerException {
    Item found = varve.getItem(GetItem.of(table, model.cities().keyOf(number))).item().orElse(null);
    if (settled || owns(number)) {
      model.check("get", number, found);
    } else if (found != null && !model.isSome(number, found)) {
      throw new WrongAnswerException("get of " + model.cities().keyOf(number) + ": found " + found);
    }
    return number;
  }

  /**
   * Queries a page of an item's partition key, from its sort key on. What is found has to be the
   * items that follow it, in their order, without those that are deleted.
   *
   * @param settled whether nobody writes, so that it is known which of others' are there
   */
  final int query(int number, boolean settled) throws IOException, WrongAnswerException {
    List<Item> page =
        varve
            .query(
                Query.of(table)
                    .where("Country = :country AND City >= :city")
                    .value(":country", model.cities().partitionKey(number))
                    .value(":city", model.cities().sortKey(number))
                    .limit(QUERIED)
                    .build())
            .items();
    int expected = number;
    for (Item found : page) {
      while (expected >= 0 && isPassed(expected, found, settled)) {
        expected = model.successor(expected);
      }
      if (expected < 0) {
        throw wrongPage(number, "unexpected " + found);
      }
      if (settled || owns(expected)) {
        model.check("query", expected, found);
      }
      expected = model.successor(expected);
    }
    while (page.size() < QUERIED && expected >= 0) {
      if ((settled || owns(expected)) && model.isStored(expected)) {
        throw wrongPage(number, "missing " + model.cities().keyOf(expected));
      }
      expected = model.successor(expected);
    }
    return number;
  }

  /** Whether a page goes on behind an item that is not in it, and may do so. */
  private boolean isPassed(int expected, Item found, boolean settled) {
    if (settled || owns(expected)) {
      return !model.isStored(expected);
    }
    return !model.isSome(expected, found);
  }

  private WrongAnswerException wrongPage(int number, String what) {
    return new WrongAnswerException("query from " + model.cities().keyOf(number) + ": " + what);
  }

  /** Sets an own item's population and counts the visit; creates the item if it is not there. */
  final int update(int number) throws IOException {
    int population = random.nextInt(MAX_POPULATION);
    varve.updateItem(
        UpdateItem.in(table)
            .key(model.cities().keyOf(number))
            .update("SET population = :population ADD visits :one")
            .value(":population", n(population))
            .value(":one", ONE)
            .build());
    model.update(number, population);
    written += model.storedBytes(number);
    return number;
  }

  /** Deletes an own item. */
  final int delete(int number) throws IOException {
    varve.deleteItem(DeleteItem.of(table, model.cities().keyOf(number)));
    if (model.isStored(number)) {
      written += model.cities().keyBytes(number);
    }
    model.delete(number);
    return number;
  }

  @Override
  public void close() {
    // Holds nothing of the database's.
  }
}
