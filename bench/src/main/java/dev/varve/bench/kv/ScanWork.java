package dev.varve.bench.kv;

import dev.varve.bench.measure.Task;
import dev.varve.bench.store.Session;
import java.io.IOException;

/** Reads in key order. */
final class ScanWork extends BaseWork {
  /** Entries read after a seek, the one found included. */
  static final int SEEK_NEXT = 1 + 10;

  /** Entries of a step of a long scan; its latency is the mean of these. */
  private static final int GROUP = 64;

  private final Kind kind;

  /** What is read. */
  enum Kind {
    SEEK,
    FORWARD,
    BACKWARD
  }

  ScanWork(Cell cell, Kind kind) {
    super(cell);
    this.kind = kind;
  }

  @Override
  public Task open(int thread) throws Exception {
    return kind == Kind.SEEK ? new SeekNext(thread) : new Walk(thread);
  }

  private final class SeekNext extends KeyTask {
    SeekNext(int thread) throws Exception {
      super(cell, settledChecks(), thread, userBytes);
    }

    @Override
    public int step() throws Exception {
      scan(anyNumber(), SEEK_NEXT);
      return 0;
    }
  }

  /** Walks from end to end, and again, until the time is over. */
  private final class Walk extends KeyTask {
    private final boolean forward = kind == Kind.FORWARD;
    private final long firstPlace = 2 * data.first();
    private final long lastPlace =
        firstPlace + 2 * ((data.count() - 1) / data.step() * data.step());
    private Session.Cursor cursor;
    private long expected;
    private int lastCount;

    Walk(int thread) throws Exception {
      super(cell, settledChecks(), thread, userBytes);
    }

    @Override
    public int step() throws Exception {
      int count = 0;
      boolean valid = true;
      if (cursor == null) {
        cursor = session.cursor();
        expected = forward ? firstPlace : lastPlace;
        valid = forward ? cursor.first() : cursor.last();
        count = valid ? visit() : 0;
      }
      while (valid && count < GROUP) {
        valid = forward ? cursor.next() : cursor.previous();
        count += valid ? visit() : 0;
      }
      if (!valid) {
        long end = forward ? lastPlace : firstPlace;
        long step = forward ? 2L * data.step() : -2L * data.step();
        Checks.place("end of scan", end + step, expected);
        closeCursor();
      }
      lastCount = count;
      return 0;
    }

    private int visit() throws Exception {
      int length = cursor.entry(key, value);
      long place = keys.place(key, key.length);
      Checks.place("scan", expected, place);
      checks.value("scan", place, value, length);
      expected += forward ? 2L * data.step() : -2L * data.step();
      return 1;
    }

    @Override
    public int operations() {
      return lastCount;
    }

    @Override
    public int calls() {
      return Math.max(1, lastCount);
    }

    private void closeCursor() throws IOException {
      if (cursor != null) {
        cursor.close();
        cursor = null;
      }
    }

    @Override
    public void close() throws IOException {
      closeCursor();
      super.close();
    }
  }
}
