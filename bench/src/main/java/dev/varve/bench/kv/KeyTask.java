package dev.varve.bench.kv;

import dev.varve.bench.measure.Task;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.store.Session;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** What the tasks of all workloads share: a session, buffers, the checked single operations. */
abstract class KeyTask implements Task {
  final Session session;
  final Dataset data;
  final KeySpace keys;
  final Values values;
  final Checks checks;
  final Checks insertedChecks;
  final SplittableRandom random;
  final byte[] key;
  final byte[] value;
  private final LongAdder userBytes;
  private long written;

  KeyTask(Cell cell, Checks checks, int thread, LongAdder userBytes) throws Exception {
    this.session = cell.store().session();
    this.data = cell.data();
    this.keys = cell.keys();
    this.values = cell.values();
    this.checks = checks;
    this.insertedChecks = new Checks(values, 0, 0);
    this.random = cell.random(thread);
    this.key = keys.newKey();
    this.value = values.newValue();
    this.userBytes = userBytes;
  }

  /** Gets a present key's value and checks it. */
  final void get(long number) throws Exception {
    keys.present(number, key);
    checks.value("get", 2 * number, value, session.get(key, value));
  }

  /** Puts a present key's value. */
  final void put(long number, int generation) throws Exception {
    keys.present(number, key);
    putAt(2 * number, generation);
  }

  /** Inserts a key between present ones. */
  final void insertAfter(long number) throws Exception {
    keys.between(number, key);
    putAt(2 * number + 1, 0);
  }

  private void putAt(long place, int generation) throws Exception {
    int length = values.write(place, generation, value);
    session.put(key, value, length);
    written(keys.keyBytes() + length);
  }

  /**
   * Seeks a present key and reads on, {@code count} entries in all or to the end; checks that no
   * present key is left out.
   */
  final void scan(long number, int count) throws Exception {
    keys.present(number, key);
    try (Session.Cursor cursor = session.cursor()) {
      long next = number;
      boolean valid = cursor.seek(key);
      for (int i = 0; i < count && valid; i++) {
        int length = cursor.entry(key, value);
        long place = keys.place(key, key.length);
        if (place == 2 * next - 1) { // inserted before it
          insertedChecks.value("scan", place, value, length);
        } else {
          Checks.place("scan", 2 * next++, place);
          checks.value("scan", place, value, length);
        }
        if (i + 1 < count) {
          valid = cursor.next();
        }
      }
      if (!valid && next < data.first() + data.count()) {
        throw Checks.wrong("scan", 2 * next, "missing, and all after it");
      }
    }
  }

  final void written(long bytes) {
    written += bytes;
  }

  /** A present key's number, all equally often. */
  final long anyNumber() {
    return data.first() + random.nextLong(data.count());
  }

  static WrongAnswerException unexpected(String operation, long place) {
    return Checks.wrong(operation, place, "found, but never written");
  }

  @Override
  public void close() throws IOException {
    userBytes.add(written);
    session.close();
  }
}
