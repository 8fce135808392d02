package dev.varve.tools;

import dev.varve.dynamodb.TableOverview;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.engine.EngineStats;
import dev.varve.engine.LevelStats;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve stats}. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Show each partition of each table.",
      "Items, bytes in memory and in each level, amplification, and the latency of some gets that are made for the"
          + " purpose. The command does not count items: where a number of items is only an upper bound, <= stands before it. Below all tables, the length of the log and native memory by owner; mappings are address space.",
      "Read amplification: sorted runs that a get may have to look into. Write amplification: bytes written for each byte"
          + " put since opening, recovery included. Space amplification: bytes on disk for each byte of the largest level."
    })
final class StatsCommand implements Callable<Integer> {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final String NOTHING = "-";

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many items of each partition to get for the latencies; 0 for none.")
  private int sample;

  @Parameters(arity = "0..*", paramLabel = "TABLE", description = "Which tables; without any, all.")
  private List<String> tables = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (sample < 0) {
      throw new UsageException("--sample " + sample + ": give 0 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Varve varve = database.open()) {
      List<String> shown = tables.isEmpty() ? varve.listTables() : tables;
      if (shown.isEmpty()) {
        spec.commandLine().getErr().println("there are no tables");
      }
      for (String table : shown) {
        TableOverview description = varve.overview(table);
        if (sample > 0) {
          new LatencySample(varve, description, sample).run();
        }
        print(out, description, varve.partitions(table));
      }
      print(out, varve.engineStats());
    }
    return 0;
  }

  private static void print(PrintWriter out, EngineStats engine) {
    TextColumns columns = new TextColumns().row(List.of("shared by all", "size"));
    columns.row(List.of("live log", size(engine.walLiveBytes())));
    new TreeMap<>(engine.nativeBytes())
        .forEach((owner, bytes) -> columns.row(List.of("memory: " + owner, size(bytes))));
    columns.print(out);
  }

  private static void print(PrintWriter out, TableOverview table, List<TablePartition> partitions) {
    out.println(TableText.describe(table) + ", " + TableText.items(table));
    int levels = levelsInUse(partitions);
    List<String> heading = new ArrayList<>(List.of("partition", "items", "memory"));
    for (int level = 0; level < levels; level++) {
      heading.add("L" + level);
    }
    heading.addAll(
        List.of(
            "disk", "read amp", "write amp", "space amp", "gets", "p50 us", "p99 us", "max us"));
    TextColumns columns = new TextColumns().row(heading);
    for (TablePartition partition : partitions) {
      columns.row(cells(partition, levels));
    }
    columns.print(out);
    for (TablePartition partition : partitions) {
      partition
          .storage()
          .damage()
          .ifPresent(damage ->
              out.printf(
                  Locale.ROOT,
                  "partition %d takes no writes: %s%n",
                  partition.id(),
                  damage.getMessage()));
    }
    out.println();
  }

  private static List<String> cells(TablePartition partition, int levels) {
    List<String> cells = new ArrayList<>();
    cells.add(Integer.toString(partition.id()));
    cells.add(
        String.format(
            Locale.ROOT, partition.itemCountExact() ? "%,d" : "<= %,d", partition.itemCount()));
    cells.add(size(partition.storage().memtableBytes()));
    for (LevelStats level : partition.storage().levels().subList(0, levels)) {
      cells.add(size(level.bytes()));
    }
    boolean written = partition.storage().writtenBytes() > 0;
    boolean stored = partition.storage().tableBytes() > 0;
    cells.add(size(partition.storage().tableBytes()));
    cells.add(Integer.toString(partition.storage().readAmplification()));
    cells.add(written ? factor(partition.storage().writeAmplification()) : NOTHING);
    cells.add(stored ? factor(partition.storage().spaceAmplification()) : NOTHING);
    Histogram gets = partition.latencies().get(OperationKind.GET);
    if (gets == null) {
      cells.addAll(List.of("0", NOTHING, NOTHING, NOTHING));
    } else {
      cells.add(String.format(Locale.ROOT, "%,d", gets.getTotalCount()));
      cells.add(micros(gets.getValueAtPercentile(50)));
      cells.add(micros(gets.getValueAtPercentile(99)));
      cells.add(micros(gets.getMaxValue()));
    }
    return cells;
  }

  private static int levelsInUse(List<TablePartition> partitions) {
    int levels = 1;
    for (TablePartition partition : partitions) {
      List<LevelStats> all = partition.storage().levels();
      for (int level = 0; level < all.size(); level++) {
        if (all.get(level).tables() > 0) {
          levels = Math.max(levels, level + 1);
        }
      }
    }
    return levels;
  }

  private static String size(long bytes) {
    if (bytes == 0) {
      return "0";
    }
    return bytes < 1 << 20
        ? String.format(Locale.ROOT, "%,.1f KiB", bytes / (double) (1 << 10))
        : String.format(Locale.ROOT, "%,.1f MiB", bytes / (double) (1 << 20));
  }

  private static String factor(double factor) {
    return String.format(Locale.ROOT, "%.2f", factor);
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%,.1f", nanos / NANOS_PER_MICRO);
  }
}
