package dev.varve.bench.summary;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.summary.Summary.Cell;
import dev.varve.bench.summary.Summary.Workload;
import dev.varve.bench.text.Quantities;
import dev.varve.bench.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Tells a comparison as text: a table for each workload with a row for each store, medians of the
 * rounds, at most about 160 columns wide; 15 more where storage was to be read.
 */
public final class ComparisonTable {
  private static final String INDENT = "  ";
  private static final List<Figure> AFTER_LATENCY =
      List.of(
          Figure.CPU,
          Figure.WRITTEN_BYTES,
          Figure.WRITE_AMPLIFICATION,
          Figure.DISK_BYTES,
          Figure.SPACE_AMPLIFICATION,
          Figure.PEAK_RSS,
          Figure.ALLOCATION,
          Figure.STALLS,
          Figure.SETTLE_SECONDS);
  private static final List<Figure> OF_STORAGE =
      List.of(Figure.DEVICE_READS, Figure.DEVICE_READ_BYTES);
  private static final List<String> HEADING =
      List.of(
          "store", "ops/s", "min-max", "x", "p50", "p99", "p99.9", "max", "CPU", "written", "w-amp",
          "disk", "s-amp", "RSS", "alloc", "stalls", "settle");
  private static final List<String> HEADING_OF_STORAGE = List.of("reads", "read B");

  private ComparisonTable() {}

  /**
   * Returns the lines of all tables and what explains them.
   *
   * @param baseline the store that throughput is compared with
   */
  public static List<String> lines(Summary summary, String baseline) {
    List<String> lines = new ArrayList<>();
    for (Workload workload : summary.workloads()) {
      lines.addAll(lines(workload, baseline));
      List<String> missing =
          summary.stores(workload.setting().level()).stream()
              .filter(store -> workload.cell(store).isEmpty())
              .toList();
      if (!missing.isEmpty()) {
        lines.add(INDENT + "not run: " + String.join(", ", missing));
      }
      lines.add("");
    }
    lines.add(
        "ops/s: median of the rounds, their least and greatest; x: times the median of "
            + baseline
            + ". All other figures: medians.");
    lines.add(
        "Latencies in us. CPU: processor seconds of a million operations. written, disk, RSS in"
            + " MiB; w-amp: written / put; s-amp: disk / held.");
    lines.add(
        "alloc: bytes of Java heap an operation. stalls: operations of "
            + CellResult.STALL_MILLIS
            + " ms or more. settle: seconds until background work was done.");
    if (summary.workloads().stream().anyMatch(Workload::readsStorage)) {
      lines.add(
          "reads: of the device, for an operation, whoever asked for them; read B: bytes that the"
              + " process had read from storage for an operation.");
    }
    return lines;
  }

  private static List<String> lines(Workload workload, String baseline) {
    List<String> heading = new ArrayList<>(HEADING);
    List<Figure> figures = new ArrayList<>(AFTER_LATENCY);
    if (workload.readsStorage()) {
      heading.addAll(HEADING_OF_STORAGE);
      figures.addAll(OF_STORAGE);
    }
    TextTable table = new TextTable(heading);
    Spread reference = workload.spread(baseline, Figure.OPS_PER_SECOND);
    for (Cell cell : workload.cells()) {
      table.row(row(cell, figures, reference));
      for (String part : cell.parts()) {
        table.row(
            row(
                part,
                figures,
                cell.part(part),
                workload.cell(baseline).map(base -> base.part(part)).orElse(List.of())));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s (%s): %s, %s, %s; %s; %s",
            workload.setting().workload(),
            workload.setting().level(),
            workload.setting().threadsText(),
            workload.setting().durability(),
            workload.loopText(),
            workload.dataText(),
            workload.roundsText()));
    lines.addAll(table.lines(INDENT));
    for (Cell cell : workload.cells()) {
      if (!cell.unverifiedRounds().isEmpty()) {
        lines.add(
            INDENT
                + "NOT VERIFIED: "
                + cell.store()
                + ", round "
                + cell.unverifiedRounds().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ")));
      }
    }
    return lines;
  }

  private static List<String> row(Cell cell, List<Figure> figures, Spread reference) {
    Spread throughput = cell.spread(Figure.OPS_PER_SECOND);
    List<String> row = new ArrayList<>();
    row.add(cell.store());
    addThroughput(row, throughput, reference);
    for (Figure figure : List.of(Figure.P50, Figure.P99, Figure.P999, Figure.MAX)) {
      row.add(figure.text(cell.spread(figure).median()));
    }
    for (Figure figure : figures) {
      row.add(figure.text(cell.spread(figure).median()));
    }
    return row;
  }

  private static List<String> row(
      String name,
      List<Figure> figures,
      List<CellResult.Part> rounds,
      List<CellResult.Part> baseline) {
    List<String> row = new ArrayList<>();
    row.add(INDENT + name);
    addThroughput(
        row,
        Spread.of(rounds, CellResult.Part::opsPerSecond),
        Spread.of(baseline, CellResult.Part::opsPerSecond));
    row.add(Figure.P50.text(Spread.of(rounds, part -> part.latency().p50Ns() / 1e3).median()));
    row.add(Figure.P99.text(Spread.of(rounds, part -> part.latency().p99Ns() / 1e3).median()));
    row.add(Figure.P999.text(Spread.of(rounds, part -> part.latency().p999Ns() / 1e3).median()));
    row.add(Figure.MAX.text(Spread.of(rounds, part -> part.latency().maxNs() / 1e3).median()));
    figures.forEach(_ -> row.add(""));
    return row;
  }

  private static void addThroughput(List<String> row, Spread throughput, Spread reference) {
    row.add(Figure.OPS_PER_SECOND.text(throughput.median()));
    row.add(Quantities.compact(throughput.min()) + "-" + Quantities.compact(throughput.max()));
    double ratio = throughput.over(reference).median();
    row.add(Double.isFinite(ratio) ? Quantities.multiple(ratio) + "x" : "-");
  }
}
