package dev.varve.bench.kv;

import dev.varve.bench.measure.Task;
import dev.varve.bench.random.Permutation;
import dev.varve.bench.random.Zipfian;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The core workloads of the Yahoo! Cloud Serving Benchmark (B. Cooper et al., "Benchmarking Cloud
 * Serving Systems with YCSB", SoCC 2010, table 2).
 *
 * <p>Which keys are popular is scrambled over the key space. An inserted key lies at a random place
 * between present ones. Each of several threads updates only every so many-th key, the one nearest
 * to that drawn, so that it is known in the end what each key must hold. Ends early if there is no
 * room for a further insert.
 */
final class YcsbWork extends BaseWork {
  /** Skew of the Zipfian distribution. */
  static final double SKEW = 0.99;

  private static final int MAX_SCAN = 100;
  private static final int STRIDE = 16; // between the counters of two threads: no shared line

  /** The mixes, in hundredths. */
  enum Mix {
    A(50, 50, 0, 0, 0),
    B(95, 5, 0, 0, 0),
    C(100, 0, 0, 0, 0),
    D(95, 0, 5, 0, 0),
    E(0, 0, 5, 95, 0),
    F(50, 0, 0, 0, 50);

    private final int reads;
    private final int updates;
    private final int inserts;
    private final int scans;

    Mix(int reads, int updates, int inserts, int scans, int readModifyWrites) {
      this.reads = reads;
      this.updates = updates;
      this.inserts = inserts;
      this.scans = scans;
      assert reads + updates + inserts + scans + readModifyWrites == 100;
    }

    /** Whether there are inserts among the operations. */
    boolean inserts() {
      return inserts > 0;
    }
  }

  private static final int READ = 0;
  private static final int UPDATE = 1;
  private static final int INSERT = 2;
  private static final int SCAN = 3;
  private static final int READ_MODIFY_WRITE = 4;

  private final Mix mix;
  private final Generations generations;
  private final Permutation scrambled;
  private final Zipfian popular;
  private final AtomicLong nextInsert;

  /** What each thread is about to insert, {@link Long#MAX_VALUE} if nothing. */
  private final AtomicLongArray inserting;

  YcsbWork(Cell cell, Mix mix) {
    super(cell);
    this.mix = mix;
    this.generations = new Generations(cell.data());
    this.scrambled = cell.order(0);
    this.popular = new Zipfian(cell.data().count(), SKEW);
    this.nextInsert = new AtomicLong(cell.data().inserted());
    this.inserting = new AtomicLongArray(cell.threads() * STRIDE);
    for (int i = 0; i < inserting.length(); i++) {
      inserting.set(i, Long.MAX_VALUE);
    }
  }

  @Override
  List<String> parts() {
    return List.of("read", "update", "insert", "scan", "read-modify-write");
  }

  @Override
  public Task open(int thread) throws Exception {
    return new Client(thread);
  }

  @Override
  public void verify() throws Exception {
    new Sweep(cell).compare(cell.data().withInserted(inserted()), generations);
  }

  @Override
  public Dataset after() {
    return cell.data()
        .withGenerations(cell.data().minGeneration(), generations.max())
        .withInserted(inserted());
  }

  /** How many keys have been inserted for sure: all before the first that is under way. */
  private long inserted() {
    long first = Math.min(nextInsert.get(), cell.data().count());
    for (int i = 0; i < inserting.length(); i += STRIDE) {
      first = Math.min(first, inserting.get(i));
    }
    return first;
  }

  private final class Client extends KeyTask {
    private final int slot;

    private final int thread;

    Client(int thread) throws Exception {
      super(cell, changingChecks(), thread, userBytes);
      this.thread = thread;
      this.slot = thread * STRIDE;
    }

    @Override
    public int step() throws Exception {
      int kind = kind(random.nextInt(100));
      switch (kind) {
        case READ -> read();
        case UPDATE -> update(ownNumber());
        case INSERT -> {
          if (!insert()) {
            return DONE;
          }
        }
        case SCAN -> scan(popularNumber(), 1 + random.nextInt(MAX_SCAN));
        default -> {
          long number = ownNumber();
          get(number);
          update(number);
        }
      }
      return kind;
    }

    private int kind(int hundredth) {
      if (hundredth < mix.reads) {
        return READ;
      }
      if (hundredth < mix.reads + mix.updates) {
        return UPDATE;
      }
      if (hundredth < mix.reads + mix.updates + mix.inserts) {
        return INSERT;
      }
      return hundredth < mix.reads + mix.updates + mix.inserts + mix.scans
          ? SCAN
          : READ_MODIFY_WRITE;
    }

    private void read() throws Exception {
      if (mix == Mix.D) {
        readLatest(popular.next(random));
      } else {
        get(popularNumber());
      }
    }

    /** The key that was written so many keys ago: an inserted one, or one of the data set. */
    private void readLatest(long age) throws Exception {
      long inserted = inserted();
      if (age >= inserted) {
        get(data.first() + scrambled.at(data.count() - 1 - (age - inserted)));
        return;
      }
      long number = insertedNumber(inserted - 1 - age);
      keys.between(number, key);
      insertedChecks.value("get", 2 * number + 1, value, session.get(key, value));
    }

    private void update(long number) throws Exception {
      put(number, generations.next(number));
    }

    private boolean insert() throws Exception {
      // Told before it is taken: whoever sees the counter moved on also sees this.
      inserting.set(slot, nextInsert.get());
      long insert = nextInsert.getAndIncrement();
      boolean room = insert < data.count();
      if (room) {
        insertAfter(insertedNumber(insert));
      }
      inserting.set(slot, Long.MAX_VALUE);
      return room;
    }

    private long insertedNumber(long insert) {
      return data.first() + scrambled.at(insert);
    }

    private long ownNumber() {
      long drawn = popularNumber() - data.first();
      long own = drawn - drawn % cell.threads() + thread;
      return data.first() + (own < data.count() ? own : own - cell.threads());
    }

    private long popularNumber() {
      return data.first() + scrambled.at(popular.next(random));
    }
  }
}
