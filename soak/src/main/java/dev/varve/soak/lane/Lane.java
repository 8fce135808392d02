package dev.varve.soak.lane;

import dev.varve.soak.model.Content;
import dev.varve.soak.model.KeyModel;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A set of keys with its model. One thread at a time writes, under the lane's lock; any thread
 * reads single keys beside it.
 */
public final class Lane {
  /** What the values of one write have at most; a batch must fit a log segment. */
  private static final int MAX_WRITE_BYTES = Content.MAX_VALUE_BYTES + (256 << 10);

  private final int number;
  private final KeyModel model;
  private final LaneStore store;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final long[] keys = new long[KeyModel.MAX_WRITE_KEYS]; // guarded by lock
  private final long[] versions = new long[KeyModel.MAX_WRITE_KEYS]; // guarded by lock
  private volatile boolean failed;

  /**
   * A lane.
   *
   * @param number tells its keys and values from those of others
   */
  public Lane(int number, KeyModel model, LaneStore store) {
    this.number = number;
    this.model = model;
    this.store = store;
  }

  /** Its number. */
  public int number() {
    return number;
  }

  /** What it must hold. */
  public KeyModel model() {
    return model;
  }

  /** Whether a write has failed, so that {@link #settle} must come before the next. */
  public boolean hasFailed() {
    return failed;
  }

  /**
   * One write of some keys that are chosen here.
   *
   * @throws IOException if it failed; {@link #settle} sees whether it happened
   */
  public void write(Choice choice, Figures figures) throws IOException {
    lock.lock();
    try {
      boolean durable = choice.oneIn(50);
      int most = Math.min(store.maxWriteKeys(), KeyModel.MAX_WRITE_KEYS);
      int count = most > 1 && choice.oneIn(5) ? choice.between(2, most) : 1;
      boolean deletes = choice.oneIn(4);
      int first = choice.oneIn(2) ? choice.skewedBelow(model.keys()) : choice.below(model.keys());
      // Neighbours, or spread over all of the lane.
      int stride = choice.oneIn(2) ? 1 : Math.max(1, model.keys() / KeyModel.MAX_WRITE_KEYS);
      write(first, stride, count, deletes, durable, most > 1 && choice.oneIn(20), figures);
    } finally {
      lock.unlock();
    }
  }

  /** Deletes a run of keys, so that there are many tombstones side by side. */
  public void deleteRange(Choice choice, Figures figures) throws IOException {
    int length = Math.min(model.keys(), choice.between(100, 5_000));
    int from = choice.below(model.keys() - length + 1);
    int step = Math.min(store.maxWriteKeys(), KeyModel.MAX_WRITE_KEYS);
    for (int key = from; key < from + length; key += step) {
      lock.lock();
      try {
        write(key, 1, Math.min(step, from + length - key), true, false, false, figures);
      } finally {
        lock.unlock();
      }
    }
  }

  private void write(
      int first,
      int stride,
      int most,
      boolean deletes,
      boolean durable,
      boolean shadowed,
      Figures figures)
      throws IOException {
    long write = model.lastWrite() + 1;
    int count = 0;
    int bytes = 0;
    for (int i = 0; i < most && bytes < MAX_WRITE_BYTES - Content.MAX_VALUE_BYTES; i++) {
      keys[count] = (first + (long) i * stride) % model.keys();
      versions[count] = deletes ? -write : write;
      bytes += deletes ? 0 : Content.valueLength(number, keys[count], write);
      count++;
    }
    model.begin(write, keys, versions, count);
    boolean done = false;
    long begin = System.nanoTime();
    try {
      store.write(keys, versions, count, shadowed && bytes < 1 << 16, durable);
      done = true;
    } finally {
      failed |= !done;
    }
    figures.took(durable ? Call.DURABLE_WRITE : Call.WRITE, System.nanoTime() - begin);
    model.acknowledge();
  }

  /** Reads a key beside the writer and checks the answer. */
  public void read(Choice choice, Figures figures) throws IOException {
    long key = choice.oneIn(2) ? choice.skewedBelow(model.keys()) : choice.below(model.keys());
    long before = model.version(key);
    long begin = System.nanoTime();
    long found = store.read(key);
    figures.took(Call.READ, System.nanoTime() - begin);
    if (found == Math.max(before, 0)) {
      return;
    }
    // Then the key was written meanwhile: that write is acknowledged before the lock is free.
    lock.lock();
    try {
      long after = model.version(key);
      boolean changed = after != before && (found == 0 || found > Math.abs(before));
      if (!changed && !isPending(key)) {
        throw new WrongAnswerException(
            "lane %d, key %d: expected version %d, then %d, found %d"
                .formatted(number, key, before, after, found));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Keys of a range as they are now, with the versions that they have. */
  public Moment moment(int from, int to) throws IOException {
    lock.lock();
    try {
      return failed ? null : new Moment(store.view(from, to), model.versions(from, to));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Decides whether the write that was under way, or has failed, happened: all or nothing of it
   * must have. It must not be able to happen any more.
   *
   * @return whether it is seen to have happened: false, too, if it would have changed nothing
   */
  public boolean settle() throws IOException {
    lock.lock();
    try {
      boolean before = true;
      boolean after = true;
      StringBuilder seen = new StringBuilder();
      for (int i = 0; i < model.pending(); i++) {
        long found = store.read(model.pendingKey(i));
        before &= found == Math.max(model.pendingBefore(i), 0);
        after &= found == Math.max(model.pendingAfter(i), 0);
        seen.append(
            " key %d: %d or %d, found %d;"
                .formatted(
                    model.pendingKey(i), model.pendingBefore(i), model.pendingAfter(i), found));
      }
      if (!before && !after) {
        throw new WrongAnswerException("lane " + number + ": half a write was recovered:" + seen);
      }
      if (after) {
        model.acknowledge();
      } else {
        model.abandon();
      }
      failed = false;
      return !before;
    } finally {
      lock.unlock();
    }
  }

  private boolean isPending(long key) {
    for (int i = 0; i < model.pending(); i++) {
      if (model.pendingKey(i) == key) {
        return true;
      }
    }
    return false;
  }

  /** A view of a lane and the answers that it must give. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Moment(LaneStore.View view, long[] expected) implements AutoCloseable {
    /** Reads in all ways and compares; returns how many answers. */
    public long check(Choice choice) throws IOException {
      return view.check(expected, choice);
    }

    @Override
    public void close() throws IOException {
      view.close();
    }
  }
}
