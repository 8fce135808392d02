package dev.varve.server.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of requests and answers that all connections together may hold. Whoever gets none waits and
 * reads nothing meanwhile, so that the client waits too. For any number of threads.
 */
final class ByteBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  private record Waiter(long bytes, Runnable resume) {}

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Bytes that are held now. */
  long used() {
    return used.get();
  }

  /** Takes bytes, if there are so many. */
  boolean tryTake(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    give(bytes);
    return false;
  }

  /** Takes bytes that are there already, such as an answer's, whether or not they are too many. */
  void take(long bytes) {
    used.addAndGet(bytes);
  }

  /** Gives bytes back. */
  void give(long bytes) {
    used.addAndGet(-bytes);
    resumeWaiters();
  }

  /**
   * Has {@code resume} called, once, when {@code bytes} may be there; perhaps at once, and by any
   * thread. Others may be quicker to take them.
   */
  void await(long bytes, Runnable resume) {
    waiters.add(new Waiter(bytes, resume));
    resumeWaiters(); // of what was given back just before
  }

  private void resumeWaiters() {
    for (Waiter first = waiters.peek(); first != null; first = waiters.peek()) {
      if (used.get() + first.bytes() > limit) {
        return;
      }
      if (waiters.remove(first)) { // else another thread does this one
        first.resume().run();
      }
    }
  }
}
