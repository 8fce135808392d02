package dev.varve.engine;

import dev.varve.engine.compaction.CompactionPlan;
import dev.varve.engine.compaction.Retention;
import dev.varve.engine.compaction.TableMerge;
import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.Table;
import dev.varve.engine.version.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Carries out one step that the policy chooses for a partition. */
final class CompactionJob {
  private final Jobs jobs;
  private final Partition partition;

  CompactionJob(Jobs jobs, Partition partition) {
    this.jobs = jobs;
    this.partition = partition;
  }

  /**
   * Does one step.
   *
   * @param plan of the present version; no other compaction of this partition runs
   * @return whether the step was completed; not if the engine is closing
   */
  boolean run(ReadView view, CompactionPlan plan) throws IOException {
    return switch (plan) {
      case CompactionPlan.Nothing() -> false;
      case CompactionPlan.Move(int from, int to, List<Table> tables) -> {
        List<List<FileMetadata>> added = jobs.emptyLevels();
        List<List<Table>> removed = jobs.emptyLevels();
        tables.forEach(table -> added.get(to).add(table.metadata()));
        removed.get(from).addAll(tables);
        jobs.catalog().install(partition, added, removed, List.of());
        yield true;
      }
      case CompactionPlan.Merge merge -> merge(view.version(), merge);
    };
  }

  @SuppressWarnings("ThreadPriorityCheck") // a courtesy that nothing depends on
  private boolean merge(Version version, CompactionPlan.Merge plan) throws IOException {
    List<List<FileMetadata>> added = jobs.emptyLevels();
    boolean last = isBottommost(version, plan);
    Retention retention = new Retention(jobs.snapshots().sequences(), last);
    try (TableOutput output = jobs.newOutput(partition, jobs.options().tableBytes(), last);
        TableMerge entries = new TableMerge(plan, jobs.env().memory())) {
      for (int count = 0; entries.next(); count++) {
        if (count % Jobs.SLICE == 0) {
          if (jobs.closing()) {
            return false;
          }
          if (!isUrgent()) {
            Thread.yield();
          }
        }
        if (retention.keep(
            entries.keySegment(),
            entries.keyOffset(),
            entries.keyLength(),
            entries.sequence(),
            entries.kind())) {
          output.add(
              retention.atNewKey(),
              entries.keySegment(),
              entries.keyOffset(),
              entries.keyLength(),
              retention.storedSequence(entries.sequence()),
              entries.kind(),
              entries.valueSegment(),
              entries.valueOffset(),
              entries.valueLength());
        }
      }
      added.get(plan.toLevel()).addAll(output.finish());
    }
    List<List<Table>> removed = jobs.emptyLevels();
    removed.get(plan.fromLevel()).addAll(plan.upper());
    removed.get(plan.toLevel()).addAll(plan.lower());
    jobs.catalog().install(partition, added, removed, List.of());
    partition.countCompaction(
        plan.toLevel(),
        added.get(plan.toLevel()).stream().mapToLong(FileMetadata::fileBytes).sum());
    return true;
  }

  /** Whether writers are, or are soon, held up for this. */
  private boolean isUrgent() {
    return 2 * partition.view().version().level(0).size() >= jobs.options().level0SlowdownFiles();
  }

  private static boolean isBottommost(Version version, CompactionPlan.Merge plan) {
    byte[] smallest = null;
    byte[] largest = null;
    for (List<Table> tables : List.of(plan.upper(), plan.lower())) {
      for (Table table : tables) {
        FileMetadata file = table.metadata();
        smallest =
            smallest == null || Arrays.compareUnsigned(file.smallest(), smallest) < 0
                ? file.smallest()
                : smallest;
        largest =
            largest == null || Arrays.compareUnsigned(file.largest(), largest) > 0
                ? file.largest()
                : largest;
      }
    }
    return !version.overlapsFrom(plan.toLevel() + 1, smallest, largest);
  }
}
