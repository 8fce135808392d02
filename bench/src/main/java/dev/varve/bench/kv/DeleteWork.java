package dev.varve.bench.kv;

import dev.varve.bench.measure.Task;

/** Deletes all keys but every {@value Dataset#SPARSE_STEP}th, in order. */
final class DeleteWork extends BaseWork {
  DeleteWork(Cell cell) {
    super(cell);
  }

  @Override
  public Task open(int thread) throws Exception {
    return new KeyTask(cell, null, thread, userBytes) {
      private long next = thread;

      @Override
      public int step() throws Exception {
        while (next < data.count() && next % Dataset.SPARSE_STEP == 0) {
          next += cell.threads();
        }
        if (next >= data.count()) {
          return DONE;
        }
        keys.present(data.first() + next, key);
        session.delete(key);
        written(keys.keyBytes());
        next += cell.threads();
        return 0;
      }
    };
  }

  @Override
  public void verify() throws Exception {
    if (cell.maxNanos() == Long.MAX_VALUE) {
      new Sweep(cell).compare(after(), null);
    }
  }

  @Override
  public Dataset after() {
    return cell.data().sparse();
  }
}
