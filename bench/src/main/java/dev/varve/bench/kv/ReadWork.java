package dev.varve.bench.kv;

import dev.varve.bench.measure.Task;
import dev.varve.bench.random.Permutation;
import dev.varve.bench.store.Session;

/** Reads by key. */
final class ReadWork extends BaseWork {
  /** Keys of one multi-get. */
  static final int MULTI_GET = 100;

  /** Of so many keys one is hot. */
  static final int HOT_SHARE = 100;

  private final Kind kind;

  /** What is read. */
  enum Kind {
    ANY,
    HOT,
    MISSING,
    MULTI
  }

  ReadWork(Cell cell, Kind kind) {
    super(cell);
    this.kind = kind;
  }

  @Override
  public Task open(int thread) throws Exception {
    return switch (kind) {
      case ANY -> new Get(thread);
      case HOT -> new GetHot(thread);
      case MISSING -> new GetMissing(thread);
      case MULTI -> new MultiGet(thread);
    };
  }

  private class Get extends KeyTask {
    Get(int thread) throws Exception {
      super(cell, settledChecks(), thread, userBytes);
    }

    @Override
    public int step() throws Exception {
      get(anyNumber());
      return 0;
    }
  }

  private final class GetHot extends Get {
    private final Permutation order = cell.order(0);
    private final long hot = Math.max(1, data.count() / HOT_SHARE);

    GetHot(int thread) throws Exception {
      super(thread);
    }

    @Override
    public int step() throws Exception {
      get(data.first() + order.at(random.nextLong(hot)));
      return 0;
    }
  }

  private final class GetMissing extends Get {
    GetMissing(int thread) throws Exception {
      super(thread);
    }

    @Override
    public int step() throws Exception {
      long number = anyNumber();
      keys.between(number, key);
      if (session.get(key, value) != Session.ABSENT) {
        throw KeyTask.unexpected("get", 2 * number + 1);
      }
      return 0;
    }
  }

  private final class MultiGet extends Get {
    private final long[] numbers = new long[MULTI_GET];
    private final byte[][] wanted = new byte[MULTI_GET][];
    private final byte[][] found = new byte[MULTI_GET][];
    private final int[] lengths = new int[MULTI_GET];

    MultiGet(int thread) throws Exception {
      super(thread);
      for (int i = 0; i < MULTI_GET; i++) {
        wanted[i] = keys.newKey();
        found[i] = values.newValue();
      }
    }

    @Override
    public int step() throws Exception {
      for (int i = 0; i < MULTI_GET; i++) {
        numbers[i] = anyNumber();
        keys.present(numbers[i], wanted[i]);
      }
      session.get(wanted, found, lengths);
      for (int i = 0; i < MULTI_GET; i++) {
        checks.value("multi-get", 2 * numbers[i], found[i], lengths[i]);
      }
      return 0;
    }

    @Override
    public int operations() {
      return MULTI_GET;
    }
  }
}
