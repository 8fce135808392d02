package dev.varve.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The connections that are open. For any number of threads. */
final class Connections {
  private final int limit;
  private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  Connections(int limit) {
    this.limit = limit;
  }

  int size() {
    return open.size();
  }

  /** Whether there are as many as there may be. */
  boolean isFull() {
    return open.size() >= limit;
  }

  /** Whether there are so many that not even an answer can be given to further ones. */
  boolean isOverfull() {
    return open.size() >= limit + Math.max(100, limit / 10);
  }

  void add(HttpConnection connection) {
    open.add(connection);
    if (stopping) {
      connection.stopSoon();
    }
  }

  void remove(HttpConnection connection) {
    open.remove(connection);
    if (stopping) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Ends those whose client has been too slow. */
  void expire() {
    open.forEach(HttpConnection::expireIfDue);
  }

  /** Has all end, those that are answering after their answer. */
  void stopSoon() {
    stopping = true;
    open.forEach(HttpConnection::stopSoon);
  }

  /** Closes all. */
  void closeNow() {
    open.forEach(HttpConnection::closeNow);
  }

  /** Waits until there are none; returns whether that happened in time. */
  synchronized boolean awaitNone(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!open.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      // Rounded up: zero would wait for ever.
      wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }
    return true;
  }
}
