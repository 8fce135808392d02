package dev.varve.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Tells results as text: a table per phase, with a row per partition and one for all. */
public final class TableReport {
  private static final List<String> HEADING =
      List.of(
          "partition",
          "ops",
          "ops/s",
          "p50 us",
          "p95 us",
          "p99 us",
          "p99.9 us",
          "max us",
          "items",
          "disk",
          "written",
          "flush",
          "compact",
          "w-amp",
          "r-amp",
          "s-amp");

  private TableReport() {}

  /** Returns the lines about one phase. */
  public static List<String> lines(PhaseResult phase) {
    TextTable table = new TextTable(HEADING);
    for (PartitionResult partition : phase.partitions()) {
      table.row(
          cells(
              phase,
              Integer.toString(partition.partition()),
              partition.latencies(),
              partition.storage()));
    }
    table.rule();
    table.row(cells(phase, "all", phase.latencies(), phase.total()));
    List<String> lines = new ArrayList<>();
    lines.add(phase.name() + ": " + phase.what() + ", " + Quantities.seconds(phase.elapsedNanos()));
    lines.addAll(table.lines("  "));
    return lines;
  }

  private static List<String> cells(
      PhaseResult phase, String name, Histogram latencies, StorageFigures storage) {
    long operations = latencies.getTotalCount();
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(Quantities.count(operations));
    cells.add(Quantities.count(Math.round(phase.perSecond(operations))));
    for (double percentile : Percentiles.SHOWN) {
      cells.add(
          operations == 0 ? "-" : Quantities.micros(latencies.getValueAtPercentile(percentile)));
    }
    cells.add(operations == 0 ? "-" : Quantities.micros(latencies.getMaxValue()));
    cells.add(Quantities.count(storage.items()));
    cells.add(Quantities.bytes(storage.diskBytes()));
    cells.add(Quantities.bytes(storage.writtenBytes()));
    cells.add(Quantities.count(storage.flushes()));
    cells.add(Quantities.count(storage.compactions()));
    cells.add(Quantities.factor(storage.writeAmplification()));
    cells.add(Quantities.factor(storage.readAmplification()));
    cells.add(Quantities.factor(storage.spaceAmplification()));
    return cells;
  }
}
