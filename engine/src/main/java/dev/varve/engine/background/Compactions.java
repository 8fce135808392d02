package dev.varve.engine.background;

import dev.varve.engine.compaction.CompactionPlan;
import dev.varve.engine.compaction.FullCompaction;
import dev.varve.engine.compaction.TableRewrite;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.version.Version;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs compactions: one of a partition at a time, the one that writers wait for first, and as many
 * as leave one of the scheduler's threads free for flushes. A compaction pauses between two entries
 * for flushes that find no thread, and for partitions whose writers are held up. Thread-safe.
 *
 * <p>A table with wrong bytes ends compactions of its partition and writes to it.
 */
final class Compactions {
  /** Compactions of which each but the last pauses for the next, at most. */
  private static final int MAX_PAUSED = 3;

  private final BackgroundContext context;
  private final Workers workers;
  private final CompactionChoice choice;
  private final Runnable changed;
  private final int most;
  private Flushes flushes;

  /** How often something may have come up for which compactions should pause. */
  private final AtomicInteger alarms = new AtomicInteger();

  // Only within workers.exclusively() and awaitThat().
  private final Set<Partition> compacting = new HashSet<>();
  private boolean starting; // one that has not claimed its partition yet
  private int running;
  private int paused;

  /**
   * Creates the compactions of an engine.
   *
   * @param changed called after every step
   */
  Compactions(
      BackgroundContext context, Workers workers, CompactionChoice choice, Runnable changed) {
    this.context = context;
    this.workers = workers;
    this.choice = choice;
    this.changed = changed;
    most = Math.max(1, context.env().scheduler().threads() - 1);
  }

  /** Says whose urgent flushes compactions pause for; before any is scheduled. */
  void pauseFor(Flushes urgent) {
    flushes = urgent;
  }

  /** Says that something may have come up for which a compaction should pause. */
  void lookUp() {
    alarms.incrementAndGet();
  }

  /**
   * Starts a compaction if one is due and may run. It claims its partition when it has a thread,
   * and then starts the next, so that no more of them wait for threads than partitions are due.
   */
  void schedule() {
    workers.startIf(
        () -> {
          // While closing it would do nothing, and ask for the next one, without an end.
          boolean start = !context.closing() && !starting && running < most && isDue();
          starting |= start;
          return start;
        },
        () -> {
          Partition partition = claimMostUrgent();
          if (partition == null) {
            return;
          }
          try {
            schedule();
            compactClaimed(partition);
          } finally {
            workers.exclusively(() -> --running == 0);
          }
          schedule();
        });
  }

  /** Whether a partition that is not being compacted is to be. */
  boolean isDue() {
    return choice.mostUrgent(compacting) != null;
  }

  /** Whether a partition is being compacted. */
  boolean isBusy() {
    return !compacting.isEmpty();
  }

  private Partition claimMostUrgent() {
    Partition[] claimed = new Partition[1];
    workers.exclusively(() -> {
      starting = false;
      claimed[0] = choice.mostUrgent(compacting);
      running += claimed[0] == null ? 0 : 1;
      return claimed[0] != null && compacting.add(claimed[0]);
    });
    return claimed[0];
  }

  private void compactClaimed(Partition partition) throws IOException {
    try {
      step(partition, version -> choice.plan(partition, version), true);
    } catch (CorruptionException damage) {
      damaged(partition, damage);
    } finally {
      changed.run();
      release(partition);
    }
  }

  /**
   * Compacts a partition on the calling thread until one sorted run is left of its tables; see
   * {@link FullCompaction}. Other partitions are compacted meanwhile as they need it.
   */
  void compactNow(Partition partition) throws IOException {
    workers.awaitThat(() -> compacting.add(partition));
    try {
      FullCompaction steps =
          new FullCompaction(
              choice.policy(), context.tree().baseLevelBytes(), context.versions().newFileNumber());
      boolean more = true;
      while (more && !context.closing()) {
        if (choice.writersWait(partition)) {
          step(partition, choice.policy()::ofLevel0, false);
          changed.run();
        }
        more = step(partition, version -> steps.next(version, choice.oldestSnapshot()), false);
        changed.run();
      }
      partition.forgetSkipped();
    } catch (CorruptionException damage) {
      damaged(partition, damage);
      changed.run();
      throw damage;
    } catch (IOException | RuntimeException | Error cause) {
      // As in the background: after a failed manifest edit the next open decides what counts.
      context.health().fail(cause);
      throw cause;
    } finally {
      release(partition);
    }
  }

  /** While a partition's compaction pauses. */
  private void doWhatIsMoreUrgent(Partition pausing) throws IOException {
    try {
      flushes.flushUrgent();
    } catch (CorruptionException ofAnother) {
      throw new IOException(ofAnother.getMessage(), ofAnother); // not of the one that pauses
    }
    for (Partition next = claimMoreUrgent(pausing); next != null; next = claimMoreUrgent(pausing)) {
      try {
        compactClaimed(next);
      } finally {
        workers.exclusively(() -> --paused == 0);
      }
    }
  }

  private Partition claimMoreUrgent(Partition pausing) {
    Partition[] claimed = new Partition[1];
    workers.exclusively(() -> {
      boolean none = context.closing() || paused == MAX_PAUSED - 1;
      claimed[0] = none ? null : choice.moreUrgent(pausing, compacting);
      if (claimed[0] == null) {
        return false;
      }
      paused++;
      return compacting.add(claimed[0]);
    });
    return claimed[0];
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
      int[] seen = {alarms.get() - 1}; // one may have come since the partition was claimed
      TableRewrite.Pause pause =
          () -> {
            int now = alarms.get();
            if (inTurn && now != seen[0] && !context.closing()) {
              seen[0] = now;
              doWhatIsMoreUrgent(partition);
            }
            return !context.closing()
                && !partition.isDropped()
                && !(mayGiveUp && choice.writersWait(partition));
          };
      // What a dropped partition's would do is discarded, so that its plans would have no end.
      boolean done =
          !context.closing()
              && !partition.isDropped()
              && new CompactionJob(context, partition, pause).run(view, plan);
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

  private void release(Partition partition) {
    workers.exclusively(() -> compacting.remove(partition));
    workers.signal();
  }
}
