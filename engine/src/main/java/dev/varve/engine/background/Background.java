package dev.varve.engine.background;

import dev.varve.engine.batch.Batch;
import dev.varve.engine.compaction.CompactionPlan;
import dev.varve.engine.compaction.FullCompaction;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.event.StallCause;
import dev.varve.engine.partition.IdleDetector;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.pin.ReadEpochs;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import dev.varve.engine.write.Committer;
import dev.varve.engine.write.Slowdown;
import dev.varve.io.CorruptionException;
import dev.varve.io.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Runs flushes and compactions, and slows writers down when these fall behind.
 *
 * <p>One flush per partition at a time, and one compaction besides those that callers wait for, so
 * that of two background threads one is always free for the next flush. A compaction pauses between
 * two entries for flushes that find no thread, and for partitions whose writers are held up.
 *
 * <p>A table with wrong bytes ends compactions of its partition and writes to it. Whatever else is
 * thrown here makes the engine read-only, and every later write reports it. What is no {@link
 * IOException} is a bug and goes to the thread's handler besides.
 */
public final class Background {
  /** Compactions of which each but the last pauses for the next, at most. */
  private static final int MAX_PAUSED = 3;

  /** Sealed memtables of a partition from which on a compaction pauses for its flush. */
  private static final int SEALED_TO_PAUSE_FOR = 2;

  /**
   * A memtable is flushed before its time if one of so many entries of its partition goes by it,
   */
  private static final int ENTRIES_PER_TOMBSTONE = 4;

  /** and if the tables have so many bytes: less is not worth the syncs of a flush. */
  private static final long LEAST_BYTES_TO_GIVE_BACK = 1 << 20;

  private final BackgroundContext context;
  private final Committer committer;
  private final ReadEpochs epochs;
  private final Slowdown slowdown;
  private final AtomicInteger waitingWriters = new AtomicInteger();
  private final IdleDetector lull;
  private final CompactionChoice choice;
  private final Scheduler.Repeating looks;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  /** Whether something may have come up for which a compaction should pause. */
  private volatile boolean attention;

  // Guarded by lock.
  private final Set<Partition> flushing = new HashSet<>(); // those that wait for a thread, too
  private final List<Partition> awaitingFlush = new ArrayList<>();
  private final Set<Partition> compacting = new HashSet<>();
  private boolean compactionScheduled; // until it has ended
  private int paused;
  private int running;
  private boolean closed;

  private long oldestSnapshot = Long.MAX_VALUE; // the looks' own

  public Background(BackgroundContext context, Committer committer, ReadEpochs epochs) {
    this.context = context;
    this.committer = committer;
    this.epochs = epochs;
    slowdown = new Slowdown(context.limits(), context.env().clock());
    lull = new IdleDetector(committer::visibleSequence, waitingWriters);
    choice = new CompactionChoice(context, lull);
    looks = repeat(IdleDetector.INTERVAL, this::look);
  }

  /**
   * Holds a writer up while flushes or compactions of its partitions are behind; call it without
   * any lock.
   */
  public void slowDown(Batch batch) {
    double rate = Slowdown.nanosPerByte(committer.pressure());
    for (int run = 0; run < batch.runCount(); run++) {
      Partition partition = context.versions().get(batch.runPartition(run));
      ReadView view = partition.view();
      if (isFull(view)) {
        awaitRoom(partition);
        view = partition.view();
      }
      rate =
          Math.max(
              rate,
              slowdown.nanosPerByte(
                  view.version().level(0).size(),
                  view.sealed().size(),
                  view.active().table().usedBytes()));
    }
    if (rate > 0) {
      long held = slowdown.hold(slowdown.nanos(rate, batch.byteSize(), batch.count()));
      context.events().stalled(EngineEvent.NO_PARTITION, StallCause.PACE, held);
    }
  }

  /** Time for which writers were held up, summed over threads. */
  public long stalledNanos() {
    return slowdown.stalledNanos();
  }

  /** Starts whatever flushes and compactions are due; call it without any lock. */
  public void schedule() {
    for (Partition partition : context.versions().all()) {
      if (!partition.view().sealed().isEmpty()) {
        scheduleFlush(partition);
      }
    }
    scheduleCompaction();
  }

  /** Repeats a task until it is closed; what the task throws has the effect told above. */
  public Scheduler.Repeating repeat(Duration interval, Task task) {
    return context.env().scheduler().repeat(interval, () -> failing(task));
  }

  /**
   * Flushes on the calling thread what is sealed; before others call. A failure has the effect told
   * above.
   */
  public void flushNow(List<Partition> partitions) {
    lock.lock();
    try {
      running++;
      flushing.addAll(partitions);
    } finally {
      lock.unlock();
    }
    try {
      failing(() -> {
        for (Partition partition : partitions) {
          flush(partition);
        }
      });
    } finally {
      ended();
    }
  }

  /**
   * Waits until a sealed memtable of a partition and all that were sealed before it are flushed;
   * later ones do not matter.
   *
   * @param newest may be {@code null}, for none
   */
  public void awaitFlushed(Partition partition, LoggedMemTable newest) throws IOException {
    lock.lock();
    try {
      // Memtables are flushed in order.
      while (newest != null
          && partition.view().sealed().contains(newest)
          && committer.acceptsWrites()) {
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
  public void awaitQuiescence() throws IOException {
    boolean quiet = false;
    lull.begin();
    while (!quiet) {
      schedule();
      lock.lock();
      try {
        while (isBusy()) {
          progress.awaitUninterruptibly();
        }
        // What runs may have left more to do: then that has to be scheduled.
        quiet = context.closing() || !committer.acceptsWrites() || !isDue();
      } finally {
        lock.unlock();
      }
    }
    committer.requireUsable();
    requireNotClosing();
    committer.writesPaused();
  }

  /**
   * Compacts a partition on the calling thread until one sorted run is left of its tables; see
   * {@link FullCompaction}. Other partitions are compacted meanwhile as they need it.
   */
  public void compactNow(Partition partition) throws IOException {
    lock.lock();
    try {
      while (compacting.contains(partition)) {
        progress.awaitUninterruptibly();
      }
      compacting.add(partition);
    } finally {
      lock.unlock();
    }
    try {
      FullCompaction steps =
          new FullCompaction(
              choice.policy(), context.tree().baseLevelBytes(), context.versions().newFileNumber());
      boolean more = true;
      while (more && !context.closing()) {
        if (choice.writersWait(partition)) {
          step(partition, choice.policy()::ofLevel0, false);
          changed();
        }
        more = step(partition, version -> steps.next(version, choice.oldestSnapshot()), false);
        changed();
      }
      partition.forgetSkipped();
    } catch (CorruptionException damage) {
      damaged(partition, damage);
      changed();
      throw damage;
    } catch (IOException | RuntimeException | Error cause) {
      // As in the background: after a failed manifest edit the next open decides what counts.
      committer.fail(cause);
      throw cause;
    } finally {
      compactionEnded(partition);
    }
    requireNotClosing();
    schedule();
  }

  private void requireNotClosing() {
    if (context.closing()) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  /** Tells compactions to stop where they are, and lets those that wait for one go. */
  public void stopCompactions() {
    looks.close();
    context.close();
  }

  /** Starts nothing any more, and waits for what is running. */
  public void close() {
    stopCompactions();
    lock.lock();
    try {
      closed = true;
      while (isBusy()) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void scheduleFlush(Partition partition) {
    lock.lock();
    try {
      if (closed || !committer.acceptsWrites()) {
        return;
      }
      if (!flushing.add(partition)) {
        if (partition.view().sealed().size() >= SEALED_TO_PAUSE_FOR
            && awaitingFlush.contains(partition)) {
          attention = true;
        }
        return;
      }
      awaitingFlush.add(partition);
      running++;
    } finally {
      lock.unlock();
    }
    start(() -> {
      Partition next = takeFlush(0);
      if (next != null) {
        flush(next);
      }
    });
  }

  /** Of the partitions that wait for a thread the one with most sealed memtables, if enough. */
  private Partition takeFlush(int leastSealed) {
    lock.lock();
    try {
      Partition taken = null;
      int most = leastSealed - 1;
      for (Partition partition : awaitingFlush) {
        int sealed = partition.view().sealed().size();
        if (sealed > most) {
          most = sealed;
          taken = partition;
        }
      }
      awaitingFlush.remove(taken);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void flush(Partition partition) throws IOException {
    try {
      boolean more = true;
      while (more && new FlushJob(context, committer, partition).run()) {
        committer.memtablesFlushed();
        changed();
        more = !othersAreFurtherBehind(partition);
      }
    } finally {
      lock.lock();
      try {
        flushing.remove(partition);
      } finally {
        lock.unlock();
      }
    }
    if (!partition.view().sealed().isEmpty()) {
      // Others come first, or it was sealed between the last look and the removal.
      scheduleFlush(partition);
    }
    if (choice.writersWait(partition)) {
      attention = true;
    }
    scheduleCompaction();
  }

  /** Whether a partition that waits for a thread has more sealed memtables. */
  private boolean othersAreFurtherBehind(Partition flushed) {
    lock.lock();
    try {
      int left = flushed.view().sealed().size();
      return awaitingFlush.stream().anyMatch(other -> other.view().sealed().size() > left);
    } finally {
      lock.unlock();
    }
  }

  private void scheduleCompaction() {
    lock.lock();
    try {
      if (closed
          || context.closing() // else it would do nothing, and ask for the next one, without an end
          || !committer.acceptsWrites()
          || compactionScheduled
          || choice.mostUrgent(compacting) == null) {
        return;
      }
      compactionScheduled = true;
      running++;
    } finally {
      lock.unlock();
    }
    start(() -> {
      try {
        compact();
      } finally {
        lock.lock();
        try {
          compactionScheduled = false;
        } finally {
          lock.unlock();
        }
      }
      scheduleCompaction();
    });
  }

  private void compact() throws IOException {
    Partition partition;
    lock.lock();
    try {
      partition = closed ? null : choice.mostUrgent(compacting);
      if (partition == null) {
        return;
      }
      compacting.add(partition);
    } finally {
      lock.unlock();
    }
    compactClaimed(partition);
  }

  private void compactClaimed(Partition partition) throws IOException {
    try {
      step(partition, version -> choice.plan(partition, version), true);
    } catch (CorruptionException damage) {
      damaged(partition, damage);
    } finally {
      changed();
      compactionEnded(partition);
    }
  }

  /** While a partition's compaction pauses. */
  private void doWhatIsMoreUrgent(Partition running) throws IOException {
    attention = false;
    for (Partition next = takeFlush(SEALED_TO_PAUSE_FOR);
        next != null;
        next = takeFlush(SEALED_TO_PAUSE_FOR)) {
      try {
        flush(next);
      } catch (CorruptionException ofAnother) {
        throw new IOException(ofAnother.getMessage(), ofAnother); // not of the one that pauses
      }
    }
    for (Partition next = claimMoreUrgent(running); next != null; next = claimMoreUrgent(running)) {
      try {
        compactClaimed(next);
      } finally {
        lock.lock();
        try {
          paused--;
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private Partition claimMoreUrgent(Partition running) {
    lock.lock();
    try {
      boolean none = context.closing() || paused == MAX_PAUSED - 1;
      Partition claimed = none ? null : choice.moreUrgent(running, compacting);
      if (claimed != null) {
        compacting.add(claimed);
        paused++;
      }
      return claimed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does one step; returns whether it was done.
   *
   * @param inTurn whether it is the background's, which does what is more urgent first
   */
  private boolean step(
      Partition partition, Function<Version, CompactionPlan> planner, boolean inTurn)
      throws IOException {
    ReadView view = partition.pinView();
    try {
      CompactionPlan plan = planner.apply(view.version());
      // A rewrite can be done later; as long as it runs, its partition's level 0 cannot go down.
      boolean mayGiveUp = inTurn && plan instanceof CompactionPlan.Merge merge && merge.isRewrite();
      CompactionJob.Pause pause =
          () -> {
            if (inTurn && attention && !context.closing()) {
              doWhatIsMoreUrgent(partition);
            }
            return !context.closing()
                && !partition.isDropped()
                && !(mayGiveUp && choice.writersWait(partition));
          };
      boolean done =
          !context.closing() && new CompactionJob(context, partition, pause).run(view, plan);
      if (done) {
        partition.forgetSkipped();
      }
      return done;
    } finally {
      view.release();
    }
  }

  private void damaged(Partition partition, CorruptionException damage) {
    if (partition.setDamaged(damage)) {
      context.events().emit(new EngineEvent.PartitionDamaged(partition.id(), damage));
    }
  }

  private void compactionEnded(Partition partition) {
    lock.lock();
    try {
      compacting.remove(partition);
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isBusy() {
    return running > 0 || !compacting.isEmpty();
  }

  private boolean isDue() {
    return choice.mostUrgent(compacting) != null
        || context.versions().all().stream()
            .anyMatch(partition -> !partition.view().sealed().isEmpty());
  }

  /** Finds what becomes due by itself: because writers pause, or snapshots or readers have gone. */
  private void look() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      running++; // so that closing waits
    } finally {
      lock.unlock();
    }
    try {
      boolean pauseBegins = lull.look();
      long oldest = choice.oldestSnapshot();
      boolean due = pauseBegins || oldest != oldestSnapshot;
      oldestSnapshot = oldest;
      for (Partition partition : context.versions().all()) {
        if (partition.look() || partition.skippedTombstones() > 0) {
          due = true;
          if (isWorthFlushing(partition)) {
            committer.sealIfUsable(partition);
          }
        }
      }
      if (due) {
        schedule();
      }
      if (pauseBegins) {
        committer.writesPaused();
      }
    } finally {
      ended();
    }
  }

  /**
   * Whether a memtable that is not full is to be flushed for its tombstones, which no snapshot
   * keeps and which would give back much of what the tables hold, or which readers have passed over
   * often enough.
   */
  private boolean isWorthFlushing(Partition partition) {
    ReadView view = partition.pinView();
    try {
      long tombstones = view.active().table().tombstoneCount();
      long records = view.active().table().recordCount();
      long entries = records;
      for (int level = 0; level < Version.LEVELS; level++) {
        for (SSTableHandle table : view.version().level(level)) {
          entries += table.metadata().entryCount();
        }
      }
      return tombstones > 0
          && view.active().table().largestSequence() <= choice.oldestSnapshot()
          && ((ENTRIES_PER_TOMBSTONE * tombstones >= entries
                  && view.version().totalBytes() >= LEAST_BYTES_TO_GIVE_BACK)
              || partition.skippedTombstones() >= records);
    } finally {
      view.release();
    }
  }

  private void awaitRoom(Partition partition) {
    waitingWriters.incrementAndGet();
    partition.waitingWriters().incrementAndGet();
    try {
      awaitRoomCounted(partition);
    } finally {
      partition.waitingWriters().decrementAndGet();
      waitingWriters.decrementAndGet();
    }
  }

  private void awaitRoomCounted(Partition partition) {
    StallCause cause = stallCause(partition.view());
    schedule();
    long begin = context.env().clock().nanoTime();
    lock.lock();
    try {
      // Where nothing runs, nothing will make room: then the write goes on.
      while (isFull(partition.view())
          && committer.acceptsWrites()
          && partition.damage() == null
          && isBusy()) {
        progress.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
      long waited = context.env().clock().nanoTime() - begin;
      slowdown.waited(waited);
      context.events().stalled(partition.id(), cause, waited);
    }
  }

  private StallCause stallCause(ReadView view) {
    if (view.sealed().size() >= Slowdown.MAX_SEALED) {
      return StallCause.SEALED_MEMTABLES;
    }
    boolean room = !slowdown.isFull(view.version().level(0).size(), 0);
    return room ? committer.pressureCause() : StallCause.LEVEL0;
  }

  private boolean isFull(ReadView view) {
    return committer.pressure() >= 1
        || slowdown.isFull(view.version().level(0).size(), view.sealed().size());
  }

  /** To be called after every step that replaced a view. */
  public void changed() {
    epochs.reclaim();
    signal();
  }

  /** Starts a task that the caller, under the lock, has counted as running. */
  private void start(Task task) {
    AtomicBoolean begun = new AtomicBoolean();
    try {
      context
          .env()
          .scheduler()
          .execute(() -> {
            begun.set(true);
            try {
              failing(task);
            } finally {
              ended();
            }
          });
    } catch (RuntimeException | Error refused) {
      if (!begun.get()) {
        committer.fail(refused);
        ended();
      }
      throw refused;
    }
  }

  private void failing(Task task) {
    try {
      task.run();
    } catch (IOException cause) {
      committer.fail(cause);
      signal();
    } catch (RuntimeException | Error bug) {
      committer.fail(bug);
      signal();
      throw bug;
    }
  }

  private void ended() {
    lock.lock();
    try {
      running--;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Background work. */
  public interface Task {
    /**
     * Does it.
     *
     * @throws IOException if the engine cannot go on writing
     */
    void run() throws IOException;
  }
}
