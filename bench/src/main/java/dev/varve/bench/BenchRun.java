package dev.varve.bench;

import dev.varve.bench.data.Cities;
import dev.varve.bench.files.Folders;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.report.PhaseResult;
import dev.varve.bench.report.ReportFiles;
import dev.varve.bench.report.RunDescription;
import dev.varve.bench.report.TableReport;
import dev.varve.bench.workload.Model;
import dev.varve.bench.workload.Phase;
import dev.varve.bench.workload.PhaseRunner;
import dev.varve.bench.workload.Share;
import dev.varve.bench.workload.Verification;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.EngineOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One run of the benchmark, from an empty directory to the verified reopening.
 *
 * <p>Used once, by one thread.
 */
final class BenchRun {
  private static final String TABLE = "Cities";
  private static final int MEBIBYTE = 1 << 20;

  private final BenchOptions options;
  private final PrintWriter out;
  private final List<PhaseResult> results = new ArrayList<>();

  BenchRun(BenchOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @throws WrongAnswerException if the database answered otherwise than the model; the result
   *     files say so, too
   */
  void run() throws IOException, WrongAnswerException, InterruptedException {
    requireEmpty(options.directory());
    Map<String, String> settings = settings();
    settings.forEach(
        (name, value) -> out.println(String.format(Locale.ROOT, "%-12s %s", name, value)));
    out.println(
        "w-amp, r-amp, s-amp: write, read and space amplification; r-amp is the sorted runs that a get may look into");
    Files.createDirectories(options.directory());
    boolean verified = false;
    try {
      runPhases();
      verified = true;
    } finally {
      ReportFiles.write(options.out(), new RunDescription(settings), results, verified);
      if (!options.keep()) {
        Folders.delete(options.directory());
      }
    }
    out.println("results: " + options.out());
  }

  private void runPhases() throws IOException, WrongAnswerException, InterruptedException {
    List<Item> cities = evenly(Cities.load(), options.items());
    Model model;
    try (Varve varve = open()) {
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey(Model.PARTITION_KEY, AttributeType.S)
              .sortKey(Model.SORT_KEY, AttributeType.S)
              .partitions(options.partitions())
              .build());
      Map<Integer, Integer> indexes = partitionIndexes(varve);
      model = new Model(cities, key -> indexes.get(varve.partitionOf(TABLE, key)));
      List<Share> shares = Phase.shares(varve, TABLE, model, options.threads(), options.seed());
      for (Phase phase : Phase.workload(options.scale())) {
        run(phase, varve, shares);
      }
    }
    long started = System.nanoTime();
    try (Varve varve = open()) {
      out.printf(Locale.ROOT, "%nreopened in %.2f s%n", (System.nanoTime() - started) / 1e9);
      run(
          Phase.verification(),
          varve,
          Phase.shares(varve, TABLE, model, options.threads(), options.seed()));
      long scanned = Verification.scan(varve, TABLE, model);
      out.printf(
          Locale.ROOT,
          "%nverified: %,d of %,d cities are stored, each reads back equal, by its key and in a scan; the others are gone%n",
          scanned,
          model.count());
    }
  }

  private Varve open() throws IOException {
    return Varve.open(
        options.directory(),
        VarveOptions.defaults()
            .withDurability(options.durability())
            .withEngine(
                EngineOptions.defaults()
                    .withMemtables(
                        options.memtableBytes(),
                        (long) options.memtableBytes() * options.partitions())));
  }

  private void run(Phase phase, Varve varve, List<Share> shares)
      throws IOException, WrongAnswerException, InterruptedException {
    List<TablePartition> before = varve.partitions(TABLE);
    long operations = shares.stream().mapToLong(phase.operations()).sum();
    PhaseRunner.Timing timing;
    try (Progress progress = Progress.start(phase.name(), operations)) {
      timing = new PhaseRunner(before.size()).run(phase, shares, progress);
    }
    PhaseResult result = PhaseResults.of(phase, timing, before, varve.partitions(TABLE));
    results.add(result);
    out.println();
    TableReport.lines(result).forEach(out::println);
  }

  private static Map<Integer, Integer> partitionIndexes(Varve varve) throws IOException {
    Map<Integer, Integer> indexes = new LinkedHashMap<>();
    for (TablePartition partition : varve.partitions(TABLE)) {
      indexes.put(partition.id(), indexes.size());
    }
    return indexes;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "data",
        String.format(Locale.ROOT, "%,d", options.items())
            + " of the world's cities (GeoNames, CC BY 4.0)");
    settings.put("durability", options.durability().name().toLowerCase(Locale.ROOT));
    settings.put("partitions", Integer.toString(options.partitions()));
    settings.put("memtable", options.memtableBytes() / MEBIBYTE + " MiB per partition");
    settings.put("threads", Integer.toString(options.threads()));
    settings.put("seed", Long.toString(options.seed()));
    settings.put(
        "java",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    settings.put(
        "machine",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors");
    return settings;
  }

  /** Takes {@code count} of all items, at equal distances. */
  private static List<Item> evenly(List<Item> all, int count) {
    List<Item> taken = new ArrayList<>(count);
    for (long i = 0; i < count; i++) {
      taken.add(all.get((int) (i * all.size() / count)));
    }
    return taken;
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      if (!Files.isDirectory(directory)) {
        throw new IOException(directory + " is not a directory");
      }
      try (Stream<Path> entries = Files.list(directory)) {
        if (entries.findAny().isPresent()) {
          throw new IOException(directory + " is not empty; the benchmark needs a fresh directory");
        }
      }
    }
  }
}
