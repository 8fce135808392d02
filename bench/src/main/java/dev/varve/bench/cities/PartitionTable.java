package dev.varve.bench.cities;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.StorageFigures;
import dev.varve.bench.text.Quantities;
import dev.varve.bench.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/** A result as text: a row per partition, and one for all. */
final class PartitionTable {
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

  private PartitionTable() {}

  /** The lines of a result whose parts are partitions. */
  static List<String> lines(CellResult result) {
    TextTable table = new TextTable(HEADING);
    StorageFigures total = StorageFigures.NONE;
    for (CellResult.Part part : result.parts()) {
      table.row(
          cells(
              part.name().replaceFirst("^partition ", ""),
              part.operations(),
              part.opsPerSecond(),
              part.latency(),
              part.storage()));
      total = total.plus(part.storage());
    }
    table.rule();
    table.row(cells("all", result.operations(), result.opsPerSecond(), result.latency(), total));
    return table.lines("  ");
  }

  private static List<String> cells(
      String name,
      long operations,
      double perSecond,
      CellResult.Latency latency,
      StorageFigures storage) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(Quantities.count(operations));
    cells.add(Quantities.count(Math.round(perSecond)));
    for (long nanos :
        new long[] {
          latency.p50Ns(), latency.p95Ns(), latency.p99Ns(), latency.p999Ns(), latency.maxNs()
        }) {
      cells.add(operations == 0 ? "-" : Quantities.micros(nanos));
    }
    cells.add(Quantities.count(storage.items()));
    cells.add(Quantities.bytes(storage.diskBytes()));
    cells.add(Quantities.bytes(storage.tableBytes()));
    cells.add(Quantities.count(storage.flushes()));
    cells.add(Quantities.count(storage.compactions()));
    cells.add(Quantities.factor(storage.writeAmplification()));
    cells.add(Quantities.factor(storage.readAmplification()));
    cells.add(Quantities.factor(storage.spaceAmplification()));
    return cells;
  }
}
