package dev.varve.bench;

import dev.varve.bench.report.PartitionResult;
import dev.varve.bench.report.PhaseResult;
import dev.varve.bench.report.StorageFigures;
import dev.varve.bench.workload.Phase;
import dev.varve.bench.workload.PhaseRunner;
import dev.varve.dynamodb.TablePartition;
import dev.varve.engine.LevelStats;
import dev.varve.engine.PartitionStats;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins what the runner measured with what the partitions say of themselves before and after a
 * phase.
 */
final class PhaseResults {
  private PhaseResults() {}

  static PhaseResult of(
      Phase phase,
      PhaseRunner.Timing timing,
      List<TablePartition> before,
      List<TablePartition> after) {
    List<PartitionResult> partitions = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      partitions.add(
          new PartitionResult(
              after.get(i).id(),
              timing.byPartition().get(i),
              figures(before.subList(i, i + 1), after.subList(i, i + 1))));
    }
    return new PhaseResult(
        phase.name(), phase.what(), timing.elapsedNanos(), partitions, figures(before, after));
  }

  /**
   * One partition's figures, or those of many together: sums, and factors of the sums; read
   * amplification on average.
   */
  private static StorageFigures figures(List<TablePartition> before, List<TablePartition> after) {
    long items = 0;
    long diskBytes = 0;
    long largestLevels = 0;
    long writtenBytes = 0;
    long flushes = 0;
    long compactions = 0;
    long putBytes = 0;
    long storedBytes = 0;
    long runs = 0;
    for (int i = 0; i < after.size(); i++) {
      PartitionStats was = before.get(i).storage();
      PartitionStats is = after.get(i).storage();
      items += after.get(i).itemCount();
      diskBytes += is.tableBytes();
      largestLevels += is.levels().stream().mapToLong(LevelStats::bytes).max().orElse(0);
      writtenBytes +=
          is.flushedBytes() + is.compactedBytes() - was.flushedBytes() - was.compactedBytes();
      flushes += is.flushes() - was.flushes();
      compactions += is.compactions() - was.compactions();
      putBytes += is.writtenBytes();
      storedBytes += is.writtenBytes() + is.flushedBytes() + is.compactedBytes();
      runs += is.readAmplification();
    }
    return new StorageFigures(
        items,
        diskBytes,
        writtenBytes,
        flushes,
        compactions,
        ratio(storedBytes, putBytes),
        ratio(runs, after.size()),
        ratio(diskBytes, largestLevels));
  }

  private static double ratio(long numerator, long denominator) {
    return denominator == 0 ? Double.NaN : (double) numerator / denominator;
  }
}
