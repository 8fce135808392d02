package dev.varve.wal;

import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets threads that wait for durability share syncs, without a thread of its own (group commit;
 * DeWitt et al., "Implementation Techniques for Main Memory Database Systems", 1984, section 5.2).
 *
 * <p>A thread that needs a position enters the queue and tries to lead. The leader syncs everything
 * appended so far, publishes the new durable position, gives up leadership, wakes all it covered
 * and one of the others, who leads next. Appenders are never held up, and threads that arrive
 * during a sync share the next one.
 *
 * <p>Invariants: 1. at most one leader; 2. the durable position only grows; 3. after a failure, or
 * after {@link #close}, it does not change; 4. a thread parks only while its queue entry is in and
 * someone else led after it entered, so that leader's sweep wakes it.
 *
 * <p>All methods are thread-safe.
 */
final class GroupSync {
  /** Does the work of one sync; called by one thread at a time. */
  @FunctionalInterface
  interface Flush {
    /**
     * Makes durable everything appended so far.
     *
     * @return the position up to which that is
     */
    long flush() throws IOException;
  }

  private record Waiter(Thread thread, long position) {}

  private final Flush flush;
  private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean leading = new AtomicBoolean();
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private volatile long durable;
  private final AtomicLong syncs = new AtomicLong();
  private volatile boolean closed;

  GroupSync(long durable, Flush flush) {
    this.durable = durable;
    this.flush = flush;
  }

  /** Everything before this position is durable. */
  long durablePosition() {
    return durable;
  }

  /** Number of syncs led to success. */
  long syncs() {
    return syncs.get();
  }

  /**
   * Returns once everything before {@code position} is durable.
   *
   * @throws IOException if the log failed, now or earlier
   */
  void sync(long position) throws IOException {
    throwIfFailed();
    if (durable >= position) {
      return;
    }
    waiters.add(new Waiter(Thread.currentThread(), position));
    boolean interrupted = false;
    try {
      while (durable < position) {
        throwIfFailed();
        if (closed) {
          throw new IllegalStateException("the write-ahead log is closed");
        }
        if (leading.compareAndSet(false, true)) {
          try {
            lead(position);
          } finally {
            leading.set(false);
            wake();
          }
        } else {
          LockSupport.park(this);
          // A pending interrupt would turn parking into spinning; it is handed back at the end.
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Keeps the first cause and turns every later call away. */
  void fail(IOException cause) {
    failure.compareAndSet(null, cause);
    wake();
  }

  void throwIfFailed() throws IOException {
    IOException cause = failure.get();
    if (cause != null) {
      throw new IOException("the write-ahead log failed and takes no more writes: " + cause, cause);
    }
  }

  /** Waits for the leader, if there is one, and lets nobody lead any more. */
  void close() {
    boolean interrupted = false;
    closed = true;
    while (true) {
      // Anew in every round: a sweep takes the entry out, also one that no leader made.
      waiters.add(new Waiter(Thread.currentThread(), Long.MAX_VALUE));
      if (leading.compareAndSet(false, true)) {
        break;
      }
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    wake();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void lead(long position) {
    if (durable >= position || failure.get() != null || closed) {
      return;
    }
    try {
      durable = flush.flush();
      syncs.incrementAndGet();
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } catch (RuntimeException | Error e) {
      // What is durable now is unknown, whatever the reason.
      failure.compareAndSet(null, new IOException("sync of the write-ahead log broke off", e));
    }
  }

  private void wake() {
    boolean everyone = closed || failure.get() != null;
    long covered = durable;
    boolean successor = false;
    for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (everyone || waiter.position <= covered) {
        all.remove();
        LockSupport.unpark(waiter.thread);
      } else if (!successor) {
        successor = true;
        LockSupport.unpark(waiter.thread);
      }
    }
  }
}
