package dev.varve.engine.background;

import dev.varve.engine.compaction.CompactionPlan;
import dev.varve.engine.compaction.MergeInput;
import dev.varve.engine.compaction.RangeSource;
import dev.varve.engine.compaction.Retention;
import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.compaction.TableRewrite;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import java.io.IOException;
import java.util.List;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Carries out one compaction step that the policy has chosen for a partition. A move is one edit of
 * the manifest. A merge
 *
 * <ol>
 *   <li>merges the entries of all input tables in key order, newest version first;
 *   <li>keeps of each key what {@link Retention} says that some snapshot or the present still
 *       reads;
 *   <li>writes these entries to new tables in the target level, a table at a time;
 *   <li>checks after every some hundred entries for more urgent work, and for its own end;
 *   <li>installs the new tables in the place of the inputs by one edit of the manifest. A job that
 *       ends before has changed nothing: its tables are deleted.
 * </ol>
 */
final class CompactionJob {
  private final BackgroundContext context;
  private final Partition partition;
  private final TableRewrite.Pause pause;

  CompactionJob(BackgroundContext context, Partition partition, TableRewrite.Pause pause) {
    this.context = context;
    this.partition = partition;
    this.pause = pause;
  }

  /**
   * Does one step.
   *
   * @param plan of the present version; no other compaction of this partition runs
   * @return whether the step was completed; not if there is none or a pause ended it
   */
  boolean run(ReadView view, CompactionPlan plan) throws IOException {
    return switch (plan) {
      case CompactionPlan.Nothing() -> false;
      case CompactionPlan.Move(int from, int to, List<SSTableHandle> tables) -> {
        List<List<FileMetadata>> added = context.emptyLevels();
        List<List<SSTableHandle>> removed = context.emptyLevels();
        tables.forEach(table -> added.get(to).add(table.metadata()));
        removed.get(from).addAll(tables);
        context.versions().install(partition, added, removed, List.of());
        yield true;
      }
      case CompactionPlan.Merge merge -> merge(view.version(), merge);
    };
  }

  private boolean merge(Version version, CompactionPlan.Merge plan) throws IOException {
    long begin = context.env().clock().nanoTime();
    List<List<FileMetadata>> added = context.emptyLevels();
    boolean last = plan.isBottommost(version);
    Retention retention = new Retention(context.snapshots().sequences(), last);
    try (TableOutput output = context.newOutput(partition, context.tree().tableBytes(), last);
        MergeInput entries = new MergeInput(plan, context.env().memory())) {
      if (!TableRewrite.run(
          RangeSource.of(entries, partition.range()), retention, output, this::pause)) {
        return false;
      }
      added.get(plan.toLevel()).addAll(output.finish());
    }
    List<List<SSTableHandle>> removed = context.emptyLevels();
    removed.get(plan.fromLevel()).addAll(plan.upper());
    removed.get(plan.toLevel()).addAll(plan.lower());
    context.versions().install(partition, added, removed, List.of());
    List<FileMetadata> outputs = added.get(plan.toLevel());
    long bytes = outputs.stream().mapToLong(FileMetadata::fileBytes).sum();
    partition.countCompaction(plan.toLevel(), bytes);
    List<SSTableHandle> inputs = removed.stream().flatMap(List::stream).toList();
    context
        .events()
        .emit(
            new EngineEvent.Compacted(
                partition.id(),
                plan.fromLevel(),
                plan.toLevel(),
                inputs.size(),
                inputs.stream().mapToLong(table -> table.metadata().fileBytes()).sum(),
                outputs.size(),
                bytes,
                context.events().since(begin)));
    return true;
  }

  /** Yields the core besides, unless writers wait for the job: readers and writers may need it. */
  private boolean pause() throws IOException {
    boolean goOn = pause.goOn();
    if (goOn && !isUrgent()) {
      YieldingIdleStrategy.INSTANCE.idle();
    }
    return goOn;
  }

  /** Whether writers are, or are soon, held up for this. */
  private boolean isUrgent() {
    return 2 * partition.view().version().level(0).size() >= context.limits().level0SlowdownFiles();
  }
}
