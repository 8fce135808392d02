package dev.varve.engine;

import dev.varve.engine.compaction.CompactionPlan;
import dev.varve.engine.compaction.CompactionPolicy;
import dev.varve.engine.pin.ReadEpochs;
import dev.varve.io.Scheduler;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs flushes and compactions, and slows writers down when these fall behind.
 *
 * <p>One flush per partition at a time, and one compaction in all, so that of two background
 * threads one is always free for the next flush. A failure makes the engine read-only.
 */
final class Background {
  /** Sealed memtables of one partition at which its writers wait. */
  private static final int MAX_SEALED = 4;

  /** What a write owes for each level-0 table from the slowdown mark on. */
  private static final long DELAY_PER_TABLE_NANOS = 2_000;

  /** What a write owes, at most, while it fills the last memtable before writers wait. */
  private static final long LAST_MEMTABLE_DELAY_NANOS = 2_000;

  /**
   * Delays are gathered into pauses that are shorter than a turn of the system's scheduler, and so
   * few that hardly one write in a thousand has one.
   */
  private static final long PAUSE_NANOS = 1_000_000;

  private final Jobs jobs;
  private final Committer committer;
  private final CompactionPolicy policy;
  private final ReadEpochs epochs;

  private final Lull lull;
  private final Scheduler.Repeating looks;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final LongAdder stalledNanos = new LongAdder();
  private final AtomicLong owedNanos = new AtomicLong();

  // Guarded by lock.
  private final Set<Partition> flushing = new HashSet<>();
  private boolean compactionScheduled;
  private Partition compacting;
  private int running;
  private boolean closed;

  Background(Jobs jobs, Committer committer, ReadEpochs epochs) {
    this.jobs = jobs;
    this.committer = committer;
    this.policy = jobs.options().compactionPolicy();
    this.epochs = epochs;
    lull = new Lull(committer::visibleSequence);
    looks = jobs.env().scheduler().repeat(Lull.INTERVAL, this::lookForLull);
  }

  /**
   * Holds a writer up while a partition's flushes or compactions are behind; call it without any
   * lock.
   */
  void slowDown(Partition partition) {
    ReadView view = partition.view();
    if (isFull(view)) {
      awaitRoom(partition);
      return;
    }
    int tables = view.version().level(0).size() - jobs.options().level0SlowdownFiles() + 1;
    long owed = Math.max(0, tables) * DELAY_PER_TABLE_NANOS;
    if (view.sealed().size() == MAX_SEALED - 1) {
      // The more, the nearer the end: so writers come to go at the pace of the flushes.
      long used = Math.min(view.active().table().allocatedBytes(), jobs.options().memtableBytes());
      owed += used * LAST_MEMTABLE_DELAY_NANOS / jobs.options().memtableBytes();
    }
    if (owed > 0) {
      delay(owed);
    }
  }

  /** Time for which writers were held up, summed over threads. */
  long stalledNanos() {
    return stalledNanos.sum();
  }

  /** Starts whatever flushes and compactions are due; call it without any lock. */
  void schedule() {
    for (Partition partition : jobs.catalog().all()) {
      if (!partition.view().sealed().isEmpty()) {
        scheduleFlush(partition);
      }
    }
    scheduleCompaction();
  }

  /** Waits until a partition has no sealed memtable left. */
  void awaitFlushed(Partition partition) throws IOException {
    lock.lock();
    try {
      while (!partition.view().sealed().isEmpty() && committer.failure() == null) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    committer.requireUsable();
  }

  /**
   * Waits until no flush and no compaction runs or is due, also of those that writes would put off;
   * starts those that are due.
   */
  void awaitQuiescence() throws IOException {
    boolean quiet = false;
    lull.begin();
    while (!quiet) {
      schedule();
      lock.lock();
      try {
        while (running > 0 || compacting != null) {
          progress.awaitUninterruptibly();
        }
        // What runs may have left more to do: then that has to be scheduled.
        quiet = closed || committer.failure() != null || !isDue();
      } finally {
        lock.unlock();
      }
    }
    committer.requireUsable();
    committer.writesPaused();
  }

  /** Compacts a partition until its policy is content, on the calling thread. */
  void compactNow(Partition partition) throws IOException {
    lock.lock();
    try {
      while (compacting != null) {
        progress.awaitUninterruptibly();
      }
      compacting = partition;
    } finally {
      lock.unlock();
    }
    try {
      lull.begin();
      while (compactOnce(partition)) {
        changed();
      }
    } catch (IOException cause) {
      // As in the background: after a failed manifest edit the next open decides what counts.
      committer.fail(cause);
      throw cause;
    } finally {
      compactionEnded();
    }
    schedule();
  }

  /** Starts nothing any more, tells compactions to stop, and waits for what is running. */
  void close() {
    looks.close();
    jobs.close();
    lock.lock();
    try {
      closed = true;
      while (running > 0 || compacting != null) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void scheduleFlush(Partition partition) {
    lock.lock();
    try {
      if (closed || committer.failure() != null || !flushing.add(partition)) {
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    jobs.env().scheduler().execute(() -> run(() -> flush(partition)));
  }

  private void flush(Partition partition) throws IOException {
    try {
      while (new FlushJob(jobs, committer, partition).run()) {
        committer.memtablesFlushed();
        changed();
      }
    } finally {
      flushEnded(partition);
    }
    if (!partition.view().sealed().isEmpty()) {
      // Sealed between the last look and the removal.
      scheduleFlush(partition);
    }
    scheduleCompaction();
  }

  private void flushEnded(Partition partition) {
    lock.lock();
    try {
      flushing.remove(partition);
    } finally {
      lock.unlock();
    }
  }

  private void scheduleCompaction() {
    lock.lock();
    try {
      if (closed || committer.failure() != null || compactionScheduled || mostUrgent() == null) {
        return;
      }
      compactionScheduled = true;
      running++;
    } finally {
      lock.unlock();
    }
    jobs.env().scheduler().execute(() -> run(this::compact));
  }

  private void compact() throws IOException {
    Partition partition;
    lock.lock();
    try {
      compactionScheduled = false;
      if (compacting != null) {
        // Whoever compacts now looks for more when it ends.
        return;
      }
      partition = mostUrgent();
      if (partition == null || closed) {
        return;
      }
      compacting = partition;
    } finally {
      lock.unlock();
    }
    try {
      compactOnce(partition);
      changed();
    } finally {
      compactionEnded();
    }
    scheduleCompaction();
  }

  private boolean compactOnce(Partition partition) throws IOException {
    ReadView view = partition.pinView();
    try {
      CompactionPlan plan = policy.choose(view.version(), isPatient(partition));
      return !jobs.closing() && new CompactionJob(jobs, partition).run(view, plan);
    } finally {
      view.release();
    }
  }

  private void compactionEnded() {
    lock.lock();
    try {
      compacting = null;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return mostUrgent() != null
        || jobs.catalog().all().stream()
            .anyMatch(partition -> !partition.view().sealed().isEmpty());
  }

  private Partition mostUrgent() {
    Partition most = null;
    double highest = 1;
    for (Partition partition : jobs.catalog().all()) {
      ReadView view = partition.pinView();
      double score = policy.score(view.version(), isPatient(partition));
      view.release();
      if (score >= highest) {
        highest = score;
        most = partition;
      }
    }
    return most;
  }

  /** While a partition is written and nobody reads it, merging later merges more at once. */
  private boolean isPatient(Partition partition) {
    return !partition.isRead() && !lull.isOn();
  }

  private void lookForLull() {
    if (lull.look()) {
      scheduleCompaction();
      committer.writesPaused();
    }
  }

  /**
   * Holds one writer up for what all owe together; it is given credit for what it slept too long.
   */
  private void delay(long nanos) {
    long owed = owedNanos.addAndGet(nanos);
    if (owed >= PAUSE_NANOS && owedNanos.compareAndSet(owed, 0)) {
      long begin = jobs.env().clock().nanoTime();
      LockSupport.parkNanos(owed);
      long slept = jobs.env().clock().nanoTime() - begin;
      owedNanos.addAndGet(owed - slept);
      stalledNanos.add(slept);
    }
  }

  private void awaitRoom(Partition partition) {
    schedule();
    long begin = jobs.env().clock().nanoTime();
    lock.lock();
    try {
      // Where nothing runs, nothing will make room: then the write goes on.
      while (isFull(partition.view())
          && committer.failure() == null
          && (running > 0 || compacting != null)) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
      stalledNanos.add(jobs.env().clock().nanoTime() - begin);
    }
  }

  private boolean isFull(ReadView view) {
    return view.version().level(0).size() >= jobs.options().level0StopFiles()
        || view.sealed().size() >= MAX_SEALED;
  }

  /** After every step that replaced a view. */
  private void changed() {
    epochs.reclaim();
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (Throwable failure) {
      // Kept and reported by every later write; an Error also goes to the thread's handler.
      committer.fail(failure);
      if (failure instanceof Error error) {
        throw error;
      }
    } finally {
      lock.lock();
      try {
        running--;
        progress.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private interface Task {
    void run() throws IOException;
  }
}
