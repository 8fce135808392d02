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
  private final ReentrantLock lock = new ReentrantLock();

  private final Queue<Segment> segments = new ConcurrentLinkedQueue<>();

  void add(Segment segment) {
    segments.add(segment);
  }

  /**
   * Syncs up to a position and closes the segments before its own; oldest first, so that a prefix
   * is durable.
   *
   * @param needed older segments need no sync: a durable header says that they are released
   */
  void sync(long position, long needed, Consumer<Segment> closed) throws IOException {
    long last = LogPosition.segmentId(position);
    lock.lock();
    try {
      while (segments.element().id() < last) {
        if (segments.element().id() >= needed) {
          segments.element().sync();
        }
        closeOldest(closed);
      }
      segments.element().sync();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes the segments before one, unsynced; returns false, and does nothing, while one is being
   * synced.
   */
  boolean tryCloseBefore(long id, Consumer<Segment> closed) throws IOException {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      while (!segments.isEmpty() && segments.element().id() < id) {
        closeOldest(closed);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the segments that are left, all of them, and then throws the first failure. */
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
    assert lock.isHeldByCurrentThread() : "a file is closed that may be being synced";
    Segment oldest = segments.remove();
    oldest.close();
    closed.accept(oldest);
  }
}
