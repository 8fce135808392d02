package dev.varve.engine.background;

import dev.varve.engine.compaction.CompactionMode;
import dev.varve.engine.compaction.CompactionPlan;
import dev.varve.engine.compaction.CompactionPolicy;
import dev.varve.engine.compaction.Reclamation;
import dev.varve.engine.partition.IdleDetector;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.version.Version;
import java.util.Set;

/**
 * Decides which partition is compacted next, and how: first where writers are held up, the longest
 * level 0 before others, then by the policy's score, then where space can be given back.
 * Thread-safe.
 */
final class CompactionChoice {
  /** Urgency of a compaction that writers wait for, less the number of tables in level 0. */
  private static final double WRITERS_WAIT = 1e6;

  private static final double GIVES_SPACE_BACK = 0.5;

  private final BackgroundContext context;
  private final IdleDetector idle;
  private final CompactionPolicy policy;
  private final Reclamation reclamation;

  CompactionChoice(BackgroundContext context, IdleDetector idle) {
    this.context = context;
    this.idle = idle;
    policy = context.tree().policy();
    reclamation = new Reclamation(policy, context.tree().baseLevelBytes());
  }

  CompactionPolicy policy() {
    return policy;
  }

  /** The sequence number of the oldest open snapshot; {@link Long#MAX_VALUE} if none is open. */
  long oldestSnapshot() {
    return context.snapshots().oldestSequence();
  }

  /** The partition where a compaction is due most of all, or {@code null}. */
  Partition mostUrgent(Set<Partition> excluded) {
    return mostUrgent(excluded, 0);
  }

  /** The partition for whose compaction another one is to pause, or {@code null}. */
  Partition moreUrgent(Partition running, Set<Partition> excluded) {
    int margin = (context.limits().level0StopFiles() - context.limits().level0SlowdownFiles()) / 4;
    int least = writersWait(running) ? level0(running) + Math.max(1, margin) : 0;
    return mostUrgent(excluded, WRITERS_WAIT + least);
  }

  /** The next step for a partition. */
  CompactionPlan plan(Partition partition, Version version) {
    CompactionPlan plan = policy.choose(version, mode(partition));
    return plan instanceof CompactionPlan.Nothing && mayReclaim(partition)
        ? reclamation.choose(version, oldestSnapshot(), partition.skippedTombstones())
        : plan;
  }

  /** Whether a partition's writers are held up by its level 0. */
  boolean writersWait(Partition partition) {
    return partition.damage() == null
        && level0(partition) >= context.limits().level0SlowdownFiles()
        && !partition.isIdle();
  }

  private static int level0(Partition partition) {
    ReadView view = partition.pinView();
    try {
      return view.version().level(0).size();
    } finally {
      view.release();
    }
  }

  private Partition mostUrgent(Set<Partition> excluded, double least) {
    long oldestSnapshot = oldestSnapshot();
    Partition most = null;
    double highest = least;
    for (Partition partition : context.versions().all()) {
      if (mayBeCompacted(partition) && !excluded.contains(partition)) {
        double urgency = urgency(partition, oldestSnapshot);
        if (urgency > highest || (urgency == highest && urgency > 0 && most == null)) {
          highest = urgency;
          most = partition;
        }
      }
    }
    return most;
  }

  private static boolean mayBeCompacted(Partition partition) {
    return partition.damage() == null && !partition.isFrozen() && !partition.isDropped();
  }

  /** 0 if nothing is due. */
  private double urgency(Partition partition, long oldestSnapshot) {
    ReadView view = partition.pinView();
    try {
      Version version = view.version();
      int level0 = version.level(0).size();
      if (level0 >= context.limits().level0SlowdownFiles() && !partition.isIdle()) {
        return WRITERS_WAIT + level0;
      }
      double score = policy.score(version, mode(partition));
      if (score >= 1) {
        return score;
      }
      boolean givesSpaceBack =
          mayReclaim(partition)
              && !(reclamation.choose(version, oldestSnapshot, partition.skippedTombstones())
                  instanceof CompactionPlan.Nothing);
      return givesSpaceBack ? GIVES_SPACE_BACK : 0;
    } finally {
      view.release();
    }
  }

  /** While a partition is written and nobody reads it, merging later merges more at once. */
  private CompactionMode mode(Partition partition) {
    return partition.isRead() || idle.isIdle() ? CompactionMode.EAGER : CompactionMode.DEFERRED;
  }

  /** While a partition is only written, what it holds too much may grow a bit more. */
  private boolean mayReclaim(Partition partition) {
    return partition.isRead() || partition.isIdle() || idle.isIdle();
  }
}
