package dev.varve.wal;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Segments with an open file, oldest first. The appender adds without waiting; syncing and closing
 * exclude each other, so that no file is closed while it is being synced.
 */
final class OpenSegments {
  /** As much as delays a sync by a millisecond. */
  private static final int PREWRITE_BYTES = 256 << 10;

  /** Fair, so that a sync comes between two pieces of prewriting. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Queue<Segment> segments = new ConcurrentLinkedQueue<>();

  void add(Segment segment) {
    segments.add(segment);
  }

  /** Writes all of a segment's storage beforehand, as long as it is open, between syncs. */
  void prewrite(Segment segment) throws IOException {
    for (int from = 0; from < segment.capacity(); from += PREWRITE_BYTES) {
      lock.lock();
      try {
        if (!segments.contains(segment)) {
          return;
        }
        segment.prewrite(from, Math.min(PREWRITE_BYTES, segment.capacity() - from));
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Syncs the segments up to one and closes those before it; oldest first, so that a prefix is
   * durable.
   *
   * @param needed older segments need no sync: a durable header says that they are released
   * @return the last one
   */
  Segment sync(long last, long needed, Consumer<Segment> closed) throws IOException {
    lock.lock();
    try {
      while (segments.element().id() < last) {
        if (segments.element().id() >= needed) {
          segments.element().sync();
        }
        closeOldest(closed);
      }
      segments.element().sync();
      return segments.element();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the segments before one, unsynced. */
  void closeBefore(long id, Consumer<Segment> closed) throws IOException {
    lock.lock();
    try {
      while (!segments.isEmpty() && segments.element().id() < id) {
        closeOldest(closed);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes what is left; the first failure is thrown after that. */
  void close() throws IOException {
    lock.lock();
    try {
      IOException failure = null;
      for (Segment segment : segments) {
        try {
          segment.close();
        } catch (IOException e) {
          failure = failure == null ? e : failure;
        }
      }
      segments.clear();
      if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeOldest(Consumer<Segment> closed) throws IOException {
    Segment oldest = segments.remove();
    oldest.close();
    closed.accept(oldest);
  }
}
