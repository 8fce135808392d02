package dev.varve.bench.cities;

import dev.varve.bench.measure.Distributions;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.StorageFigures;
import dev.varve.dynamodb.TablePartition;
import dev.varve.engine.LevelStats;
import dev.varve.engine.PartitionStats;
import java.util.ArrayList;
import java.util.List;

/** The figures of a phase by partition: latencies as measured, and the storage figures of Varve. */
final class CityResult {
  private CityResult() {}

  /** A part for each partition, also for those without operations. */
  static List<CellResult.Part> parts(
      Measured measured, List<TablePartition> before, List<TablePartition> after) {
    List<CellResult.Part> parts = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      long operations = measured.operationsByPart().get(i);
      parts.add(
          new CellResult.Part(
              name(after.get(i)),
              operations,
              operations * 1e9 / Math.max(1, measured.nanos()),
              Distributions.latency(measured.byPart().get(i)),
              storage(before.get(i).storage(), after.get(i))));
    }
    return parts;
  }

  /** What a partition is called in tables and files. */
  static String name(TablePartition partition) {
    return "partition " + partition.id();
  }

  private static StorageFigures storage(PartitionStats was, TablePartition after) {
    PartitionStats is = after.storage();
    return new StorageFigures(
        after.itemCount(),
        is.tableBytes(),
        is.levels().stream().mapToLong(LevelStats::bytes).max().orElse(0),
        is.flushedBytes() + is.compactedBytes() - was.flushedBytes() - was.compactedBytes(),
        is.flushes() - was.flushes(),
        is.compactions() - was.compactions(),
        is.writtenBytes(),
        is.writtenBytes() + is.flushedBytes() + is.compactedBytes(),
        is.readAmplification(),
        1);
  }
}
