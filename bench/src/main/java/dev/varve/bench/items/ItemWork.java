package dev.varve.bench.items;

import dev.varve.bench.kv.Dataset;
import dev.varve.bench.kv.Work;
import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.Task;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.random.Permutation;
import dev.varve.bench.random.Zipfian;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads that do one operation to any items. Its parts are the table's partitions; what is done at
 * once, in a batch or a transaction, is done to items of one partition key, and so in one
 * partition.
 */
final class ItemWork<V> implements Work, Measurement.TaskOpener {
  /** Items of a query. */
  static final int QUERIED = 10;

  /** Puts of a batch: as many as DynamoDB allows. */
  static final int BATCH = 25;

  /** Writes of a transaction: half of them puts, half updates. */
  static final int TRANSACTION = 4;

  /** Of a hundred conditions, how many do not hold. */
  static final int FAILING_PERCENT = 10;

  /** Skew of the Zipfian distribution. */
  static final double SKEW = 0.99;

  private final ItemWorkload workload;
  private final ItemCell<V> cell;
  private final ItemKeys keys;
  private final ItemModel<V> model;
  private final Partitions partitions;
  private final ItemGenerations generations;
  private final Permutation scrambled;
  private final Zipfian popular;
  private final LongAdder written = new LongAdder();

  ItemWork(ItemWorkload workload, ItemCell<V> cell) {
    this.workload = workload;
    this.cell = cell;
    this.keys = cell.keys();
    this.model = cell.model();
    this.partitions = new Partitions(keys);
    this.generations = new ItemGenerations(cell.data());
    this.scrambled = new Permutation(keys.collections(), cell.parameters().seed());
    this.popular = new Zipfian(keys.collections(), SKEW);
  }

  @Override
  public Measurement.Plan plan() {
    return new Measurement.Plan(
        cell.threads(),
        this,
        Partitions.names(),
        Partitions.COUNT,
        cell.maxNanos(),
        List.of(cell.parameters().rate()));
  }

  @Override
  public Task open(int thread) {
    return switch (workload.operation()) {
      case PUT -> new Put(thread);
      case GET -> new Get(thread);
      case UPDATE -> new Update(thread);
      case QUERY -> new Query(thread);
      case BATCH_WRITE -> new BatchWrite(thread);
      case TRANSACT_WRITE -> new TransactWrite(thread);
    };
  }

  @Override
  public void verify() throws Exception {
    if (workload.writes()) {
      new ItemSweep<>(cell).compare(cell.data(), generations);
    }
  }

  @Override
  public Dataset after() {
    return workload.writes()
        ? cell.data().withGenerations(cell.data().minGeneration(), generations.max())
        : cell.data();
  }

  /** Each item counts whole, as in DynamoDB's capacity units, an updated one too. */
  @Override
  public long userBytes() {
    return written.sum() * ItemModel.ITEM_BYTES;
  }

  /** What the tasks share: the choice of items, and what is counted. */
  private abstract class ItemTask implements Task {
    final SplittableRandom random;
    private int operations;

    ItemTask(int thread) {
      this.random = cell.random(thread);
    }

    @Override
    public final int step() throws Exception {
      long collection =
          workload.skewed()
              ? scrambled.at(popular.next(random))
              : random.nextLong(keys.collections());
      operations = work(collection);
      return partitions.of(collection);
    }

    /**
     * Does it to items of that partition key, and checks the answer.
     *
     * @return how many operations that was
     */
    abstract int work(long collection) throws Exception;

    /** An answer to a read while nobody writes: in full, or like one that was compared in full. */
    final void check(String operation, long number, Map<String, V> found)
        throws WrongAnswerException {
      long digest = found == null ? 0 : ItemDigest.of(found);
      if (!cell.answers().isKnown(number, digest)) {
        model.check(
            operation, number, found, cell.data().minGeneration(), cell.data().maxGeneration());
        cell.answers().know(number, digest);
      }
    }

    /** Any item of the partition key. */
    final long anyNumber(long collection) {
      return ItemKeys.number(collection, random.nextInt(keys.size(collection)));
    }

    /** Where so many neighbours begin, of no more than there are. */
    final int firstOf(int neighbours, long collection) {
      return random.nextInt(keys.size(collection) - neighbours + 1);
    }

    /** The item in its next generation; the caller ends the write. */
    final Map<String, V> next(long number) {
      written.increment();
      return model.item(number, generations.begin(number));
    }

    /**
     * An update to the item's next generation, whose condition holds; the caller ends the write.
     */
    final ItemStore.Change<V> change(long number) {
      written.increment();
      return new ItemStore.Change<>(
          model.key(number),
          model.changes(number, generations.begin(number)),
          model.revision(cell.data().minGeneration()));
    }

    @Override
    public final int operations() {
      return operations;
    }

    @Override
    public void close() {
      // Holds nothing of the store's.
    }
  }

  private final class Put extends ItemTask {
    Put(int thread) {
      super(thread);
    }

    @Override
    int work(long collection) throws Exception {
      long number = anyNumber(collection);
      cell.store().put(next(number));
      generations.end(number);
      return 1;
    }
  }

  private final class Get extends ItemTask {
    Get(int thread) {
      super(thread);
    }

    @Override
    int work(long collection) throws Exception {
      long number = anyNumber(collection);
      check("GetItem", number, cell.store().get(model.key(number)));
      return 1;
    }
  }

  private final class Update extends ItemTask {
    Update(int thread) {
      super(thread);
    }

    @Override
    int work(long collection) throws Exception {
      long number = anyNumber(collection);
      boolean holds = random.nextInt(100) >= FAILING_PERCENT;
      boolean held = cell.store().update(holds ? change(number) : impossible(number));
      if (held != holds) {
        throw ItemModel.wrong(
            "UpdateItem",
            number,
            holds
                ? "the condition holds, but was found not to"
                : "updated although the condition does not hold");
      }
      if (holds) {
        generations.end(number);
      }
      return 1;
    }

    /** An update whose condition fails; if it is done, the verification finds it. */
    private ItemStore.Change<V> impossible(long number) {
      return new ItemStore.Change<>(
          model.key(number),
          model.changes(number, Integer.MAX_VALUE),
          model.revision(Integer.MAX_VALUE));
    }
  }

  private final class Query extends ItemTask {
    Query(int thread) {
      super(thread);
    }

    @Override
    int work(long collection) throws Exception {
      int expected = Math.min(QUERIED, keys.size(collection));
      int first = firstOf(expected, collection);
      List<Map<String, V>> found =
          cell.store().query(model.partitionKey(collection), model.sortKey(first), QUERIED);
      if (found.size() != expected) {
        throw new WrongAnswerException(
            "Query, "
                + ItemModel.customer(collection)
                + ": "
                + found.size()
                + " items, not "
                + expected);
      }
      for (int i = 0; i < expected; i++) {
        check("Query", ItemKeys.number(collection, first + i), found.get(i));
      }
      return 1;
    }
  }

  private final class BatchWrite extends ItemTask {
    BatchWrite(int thread) {
      super(thread);
    }

    @Override
    int work(long collection) throws Exception {
      int count = Math.min(BATCH, keys.size(collection));
      long first = ItemKeys.number(collection, firstOf(count, collection));
      List<Map<String, V>> puts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        puts.add(next(first + i));
      }
      cell.store().write(puts);
      for (int i = 0; i < count; i++) {
        generations.end(first + i);
      }
      return count;
    }
  }

  private final class TransactWrite extends ItemTask {
    TransactWrite(int thread) {
      super(thread);
    }

    @Override
    int work(long collection) throws Exception {
      int count = Math.min(TRANSACTION, keys.size(collection));
      long first = ItemKeys.number(collection, firstOf(count, collection));
      List<Map<String, V>> puts = new ArrayList<>();
      List<ItemStore.Change<V>> updates = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (i % 2 == 0) {
          puts.add(next(first + i));
        } else {
          updates.add(change(first + i));
        }
      }
      cell.store().transact(puts, updates);
      for (int i = 0; i < count; i++) {
        generations.end(first + i);
      }
      return count;
    }
  }
}
