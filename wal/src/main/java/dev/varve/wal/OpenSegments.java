package dev.varve.wal;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Segments with an open file, oldest first. The appender adds without waiting; syncing and closing
 * exclude each other, so that no file is closed while it is being synced.
 */
final class OpenSegments {
  private final Queue<Segment> segments = new ConcurrentLinkedQueue<>();

  void add(Segment segment) {
    segments.add(segment);
  }

  /**
   * Syncs the segments up to one and closes those before it; oldest first, so that a prefix is
   * durable.
   *
   * @param needed older segments need no sync: a durable header says that they are released
   */
  synchronized void sync(long last, long needed, Consumer<Segment> closed) throws IOException {
    while (segments.element().id() < last) {
      if (segments.element().id() >= needed) {
        segments.element().sync();
      }
      closeOldest(closed);
    }
    segments.element().sync();
  }

  /** Closes the segments before one, unsynced. */
  synchronized void closeBefore(long id, Consumer<Segment> closed) throws IOException {
    while (!segments.isEmpty() && segments.element().id() < id) {
      closeOldest(closed);
    }
  }

  /** Closes what is left; the first failure is thrown after that. */
  synchronized void close() throws IOException {
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
  }

  private void closeOldest(Consumer<Segment> closed) throws IOException {
    Segment oldest = segments.remove();
    oldest.close();
    closed.accept(oldest);
  }
}
