package dev.varve.wal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.FirstFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets threads that wait for durability share syncs, without a thread of its own (group commit;
 * DeWitt et al., "Implementation Techniques for Main Memory Database Systems", 1984, section 5.2).
 *
 * <p>One of the waiting threads leads: it syncs everything appended so far, publishes the new
 * durable position, gives up leadership and wakes the threads whose positions are durable now.
 * Appenders are never held up, and threads that arrive during a sync share the next one.
 *
 * <p>Threads that a sync has covered mostly write again. If the first of them began the next sync
 * at once, that sync would cover one record, and all other threads would wait for the sync after
 * it. So a sync begins when as many threads wait as waited at the end of the last sync, or when one
 * thread has waited for half as long as a sync takes.
 *
 * <p>To park and be woken takes about as long as a fast device's sync. So where syncs are short,
 * threads yield the processor until the sync that they need should be over, and park only then.
 *
 * <p>Invariants: 1. at most one leader; 2. the durable position only grows; 3. after a failure, or
 * after {@link #close}, it does not change; 4. a thread parks only while another leads; when that
 * one ends, it wakes the threads that it covered, and one of the others unless one is awake; 5.
 * each waiting thread has one place of its own until its position is durable. A parked thread may
 * come back at any moment, for an interrupt or a permit left over: it looks again and parks again.
 * Until it does, it counts as parked, and to wake it once more does no harm.
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

  /** A sync is put off no longer than this for threads that are expected to come. */
  private static final long LONGEST_GATHERING_NANOS = 50_000;

  /** Where syncs take longer, waiting threads park at once. */
  private static final long SHORT_SYNC_NANOS = 300_000;

  /** The moving average of sync times gives the last one a weight of 1/8, a shift by this. */
  private static final int MEAN_SHIFT = 3;

  private static final Thread[] NOBODY = {};

  private final Flush flush;
  private final FirstFailure failure = new FirstFailure();
  private final AtomicLong syncs = new AtomicLong();

  // Written under this.
  private volatile long durable;
  private volatile boolean leading;
  private volatile boolean closed;
  private volatile int waiting;
  private volatile int expected = 1;

  /** Mean time of a sync; written by the leader. */
  private volatile long syncNanos = SHORT_SYNC_NANOS;

  /** The positions that are waited for, in order of arrival. */
  @GuardedBy("this")
  private long[] positions = new long[8];

  /** For each position, the thread that waits for it. */
  @GuardedBy("this")
  private Thread[] threads = new Thread[8];

  /** For each position, whether its thread has parked and was not woken since. */
  @GuardedBy("this")
  private boolean[] parked = new boolean[8];

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
  @SuppressWarnings("ThreadPriorityCheck") // a thread that yields parks in the end
  void sync(long position) throws IOException {
    throwIfFailed();
    if (!enter(position)) {
      return;
    }
    boolean interrupted = false;
    long begin = System.nanoTime();
    try {
      while (durable < position) {
        throwIfFailed();
        if (closed) {
          throw new IllegalStateException("the write-ahead log is closed");
        }
        long waited = System.nanoTime() - begin;
        if (!leading) {
          if (waiting < expected && waited < gatheringNanos()) {
            Thread.yield();
          } else if (tryLead(position)) {
            lead();
          }
        } else if (waited < yieldNanos()) {
          Thread.yield();
        } else if (mayPark(position)) {
          LockSupport.park(this);
          // A pending interrupt would turn parking into spinning; it is handed back at the end.
          interrupted |= Thread.interrupted();
          begin = System.nanoTime();
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
    failure.keep(cause);
    wake(takeParked(Long.MAX_VALUE));
  }

  void throwIfFailed() throws IOException {
    failure.throwIfPresent("the write-ahead log failed and takes no more writes");
  }

  /** Waits for the leader, if there is one, and lets nobody lead any more. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    boolean interrupted = false;
    while (leading) {
      LockSupport.parkNanos(this, LONGEST_GATHERING_NANOS);
      interrupted |= Thread.interrupted();
    }
    wake(takeParked(Long.MAX_VALUE));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long gatheringNanos() {
    return Math.min(LONGEST_GATHERING_NANOS, syncNanos / 2);
  }

  /** About what the sync under way and the next one take. */
  private long yieldNanos() {
    long sync = syncNanos;
    return sync <= SHORT_SYNC_NANOS ? 2 * sync + LONGEST_GATHERING_NANOS : 0;
  }

  /** Registers this thread as waiting and awake; returns false if its position is durable. */
  private synchronized boolean enter(long position) {
    if (durable >= position) {
      return false;
    }
    int count = waiting;
    if (count == positions.length) {
      positions = Arrays.copyOf(positions, 2 * count);
      threads = Arrays.copyOf(threads, 2 * count);
      parked = Arrays.copyOf(parked, 2 * count);
    }
    positions[count] = position;
    threads[count] = Thread.currentThread();
    parked[count] = false;
    waiting = count + 1;
    return true;
  }

  private synchronized boolean tryLead(long position) {
    boolean lead = !leading && !closed && durable < position;
    leading |= lead;
    return lead;
  }

  /** Registers this thread as parked, just before; returns false if it must not park. */
  private synchronized boolean mayPark(long position) {
    if (!leading || durable >= position || failure.isPresent() || closed) {
      return false;
    }
    Thread self = Thread.currentThread();
    int at = 0;
    while (threads[at] != self) {
      at++;
    }
    parked[at] = true;
    return true;
  }

  private void lead() {
    long begin = System.nanoTime();
    long reached = durable;
    try {
      reached = flush.flush();
      syncs.incrementAndGet();
    } catch (IOException e) {
      failure.keep(e);
    } catch (RuntimeException | Error e) {
      // What is durable now is unknown, whatever the reason.
      failure.keep(new IOException("sync of the write-ahead log broke off", e));
    }
    long mean = syncNanos;
    syncNanos = mean + ((System.nanoTime() - begin - mean) >> MEAN_SHIFT);
    wake(end(reached));
  }

  /** Publishes the durable position and ends leadership; returns the threads to be woken. */
  private synchronized Thread[] end(long reached) {
    assert leading : "two leaders";
    assert reached >= durable : "durable falls from " + durable + " to " + reached;
    durable = reached;
    int before = waiting;
    Thread[] woken = takeParked(failure.isPresent() || closed ? Long.MAX_VALUE : reached);
    int left = waiting;
    int covered = before - left;
    // More threads wait now than were covered: the next sync need not wait for the covered ones.
    expected = left >= covered ? 1 : before;
    leading = false;
    return woken;
  }

  /** Removes the threads that wait for positions up to one; returns the parked ones to be woken. */
  private synchronized Thread[] takeParked(long upTo) {
    int count = 0;
    boolean awake = false;
    for (int i = 0; i < waiting; i++) {
      if (positions[i] <= upTo) {
        count += parked[i] ? 1 : 0;
      } else {
        awake |= !parked[i];
      }
    }
    boolean wakeOne = !awake;
    Thread[] woken = count == 0 && awake ? NOBODY : new Thread[count + 1];
    int taken = 0;
    int left = 0;
    for (int i = 0; i < waiting; i++) {
      boolean isLeft = positions[i] > upTo;
      boolean isWoken = parked[i] && (!isLeft || wakeOne);
      if (isWoken) {
        woken[taken++] = threads[i];
        wakeOne &= !isLeft;
      }
      if (isLeft) {
        positions[left] = positions[i];
        threads[left] = threads[i];
        parked[left++] = parked[i] && !isWoken;
      }
    }
    Arrays.fill(threads, left, waiting, null);
    waiting = left;
    return woken;
  }

  private static void wake(Thread[] threads) {
    for (Thread thread : threads) {
      LockSupport.unpark(thread); // which ignores null
    }
  }
}
