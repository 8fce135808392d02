package dev.varve.bench.kv;

import dev.varve.bench.measure.Task;
import dev.varve.bench.random.Zipfian;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A window that moves on: append at the end, expire the oldest, read the recent, each a third of
 * the operations. Each thread has every {@code threads}-th number for its own.
 */
final class TimeSeriesWork extends BaseWork {
  private static final int APPEND = 0;
  private static final int EXPIRE = 1;
  private static final int READ = 2;

  private final AtomicLong moved = new AtomicLong();

  TimeSeriesWork(Cell cell) {
    super(cell);
    if (cell.data().count() < 2L * cell.threads()) {
      throw new IllegalArgumentException("a time series needs two keys for each thread");
    }
  }

  @Override
  List<String> parts() {
    return List.of("append", "expire", "read");
  }

  @Override
  public Task open(int thread) throws Exception {
    return new Window(thread);
  }

  @Override
  public void verify() throws Exception {
    if (cell.threads() == 1) {
      new Sweep(cell).compare(after(), null);
    } else {
      new Sweep(cell).compareCount(cell.data().present());
    }
  }

  @Override
  public Dataset after() {
    // Several threads do not move on equally far.
    return cell.threads() == 1 ? cell.data().from(cell.data().first() + moved.get()) : null;
  }

  private final class Window extends KeyTask {
    private final int thread;
    private final long width;
    private final Zipfian recent;
    private long oldest;
    private int next = APPEND;

    Window(int thread) throws Exception {
      super(cell, settledChecks(), thread, userBytes);
      this.thread = thread;
      this.width = (data.count() - thread + cell.threads() - 1) / cell.threads();
      this.recent = new Zipfian(width - 1, YcsbWork.SKEW);
    }

    @Override
    public int step() throws Exception {
      int part = next;
      switch (part) {
        case APPEND -> {
          put(number(oldest + width), data.maxGeneration());
          next = EXPIRE;
        }
        case EXPIRE -> {
          expire();
          next = READ;
        }
        default -> {
          get(number(oldest + width - 1 - recent.next(random)));
          next = APPEND;
        }
      }
      return part;
    }

    private void expire() throws Exception {
      keys.present(number(oldest++), key);
      session.delete(key);
      written(keys.keyBytes());
    }

    /** The number of the own {@code i}-th key. */
    private long number(long i) {
      return data.first() + thread + i * cell.threads();
    }

    @Override
    public void close() throws IOException {
      try {
        if (next == EXPIRE) {
          expire(); // stopped in between
        }
      } catch (IOException failed) {
        throw failed;
      } catch (Exception failed) {
        throw new IOException(failed);
      } finally {
        moved.addAndGet(oldest);
        super.close();
      }
    }
  }
}
