package dev.varve.bench.kv;

import dev.varve.bench.measure.Task;
import dev.varve.bench.random.Permutation;
import dev.varve.bench.store.Session;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes each key of the data set once, in order or in a fixed random order, one by one or several
 * at once; into an empty store, or over what is there.
 */
final class FillWork extends BaseWork {
  /** How the keys arrive. */
  enum Order {
    ASCENDING,
    RANDOM
  }

  private final Order order;
  private final int batch;
  private final Dataset after;
  private final boolean whole;
  private final LongAdder puts = new LongAdder();

  private FillWork(Cell cell, Order order, int batch, int generation, boolean whole) {
    super(cell);
    this.order = order;
    this.batch = batch;
    this.after = cell.data().withGenerations(generation, generation);
    this.whole = whole;
  }

  /** Fills an empty store, {@code batch} puts at once. */
  static FillWork fill(Cell cell, Order order, int batch) {
    return new FillWork(cell, order, batch, 0, cell.maxNanos() == Long.MAX_VALUE);
  }

  /** Overwrites every key. */
  static FillWork overwrite(Cell cell) {
    int generation = cell.data().maxGeneration() + 1;
    return new FillWork(cell, Order.RANDOM, 1, generation, cell.maxNanos() == Long.MAX_VALUE);
  }

  @Override
  public Task open(int thread) throws Exception {
    return new Fill(thread);
  }

  @Override
  public Dataset after() {
    return whole ? after : null;
  }

  @Override
  public void verify() throws Exception {
    if (whole) {
      new Sweep(cell).compare(after, null);
    } else {
      new Sweep(cell).compareCount(puts.sum());
    }
  }

  private final class Fill extends KeyTask {
    private final Permutation arrival;
    private final Session.Batch puttingAtOnce;
    private long next;
    private int lastCount;
    private long done;

    Fill(int thread) throws Exception {
      super(cell, null, thread, userBytes);
      arrival = order == Order.RANDOM ? cell.order(after.maxGeneration()) : null;
      puttingAtOnce =
          batch == 1 ? null : new Session.Batch(batch, keys.keyBytes(), values.maxBytes());
      for (int i = 0; i < batch && batch > 1; i++) {
        System.arraycopy(key, 0, puttingAtOnce.key(i), 0, key.length);
      }
      next = thread;
    }

    @Override
    public int step() throws Exception {
      if (next >= data.count()) {
        return DONE;
      }
      if (batch == 1) {
        put(nextNumber(), after.maxGeneration());
        lastCount = 1;
      } else {
        putBatch();
      }
      done += lastCount;
      return 0;
    }

    private void putBatch() throws Exception {
      int count = 0;
      for (; count < batch && next < data.count(); count++) {
        long number = nextNumber();
        keys.present(number, puttingAtOnce.key(count));
        int length = values.write(2 * number, after.maxGeneration(), puttingAtOnce.value(count));
        puttingAtOnce.valueLength(count, length);
        written(keys.keyBytes() + length);
      }
      puttingAtOnce.count(count);
      session.put(puttingAtOnce);
      lastCount = count;
    }

    private long nextNumber() {
      long number = data.first() + (arrival == null ? next : arrival.at(next));
      next += cell.threads();
      return number;
    }

    @Override
    public int operations() {
      return lastCount;
    }

    @Override
    public void close() throws IOException {
      puts.add(done);
      super.close();
    }
  }
}
