package dev.varve.bench.cities;

import dev.varve.bench.data.Cities;
import dev.varve.bench.files.Folders;
import dev.varve.bench.items.VarveTable;
import dev.varve.bench.measure.Machine;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.Observation;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.measure.Versions;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.result.CellIdentity;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.text.ProgressLine;
import dev.varve.bench.text.Quantities;
import dev.varve.dynamodb.TablePartition;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One run of the benchmark, from an empty directory to the verified reopening.
 *
 * <p>Used once, by one thread.
 */
final class CityRun {
  private static final int MEBIBYTE = 1 << 20;
  private static final double NANOS = 1e9;

  private final CitySettings settings;
  private final PrintWriter out;
  private final List<Line> lines = new ArrayList<>();
  private CityModel model;

  /** A result but for its verdict, which the end of the run gives. */
  private record Line(
      Observation observed,
      CellIdentity cell,
      List<CellResult.Part> parts,
      long userBytes,
      long liveBytes) {
    CellResult result(boolean verified) {
      return observed.result(cell, parts, userBytes, liveBytes, verified);
    }
  }

  CityRun(CitySettings settings, PrintWriter out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @throws WrongAnswerException if the database answered otherwise than the model; the result
   *     files say so, too
   */
  void run() throws Exception {
    requireEmpty(settings.directory());
    Map<String, String> options = options();
    options.forEach(
        (name, value) -> out.println(String.format(Locale.ROOT, "%-12s %s", name, value)));
    out.println(
        "w-amp, r-amp, s-amp: write, read and space amplification; r-amp is the sorted runs that a"
            + " get may look into");
    Files.createDirectories(settings.directory());
    Files.createDirectories(settings.out());
    RunInfo run =
        new RunInfo(
            OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString(),
            Versions.current(),
            Machine.describe(settings.directory()),
            options,
            Map.of());
    Path results = settings.out().resolve("results.jsonl");
    boolean verified = false;
    try {
      warmUp();
      runPhases(run);
      verified = true;
    } finally {
      Files.deleteIfExists(results);
      for (Line line : lines) {
        ResultFile.append(results, line.result(verified));
      }
      if (!settings.keep()) {
        Folders.delete(settings.directory());
      }
    }
    out.println("results: " + results);
  }

  /**
   * Runs all phases for a while each on a database of their own, so that code is compiled when it
   * is measured.
   */
  private void warmUp() throws Exception {
    CityBytes cities = load(settings.items());
    Path scratch = Files.createTempDirectory(settings.out(), "warm-up-");
    try (VarveTable table = CityTable.open(scratch, settings)) {
      model = new CityModel(cities, CityTable.partitionIndex(table.varve()));
      long maxNanos = Math.round(settings.warmUpSeconds() * NANOS);
      if (maxNanos > 0) {
        try (ProgressLine line = ProgressLine.start("warm-up", 1)) {
          for (CityPhase phase : CityPhase.workload(settings.scale())) {
            line.at(0, phase.name());
            CityTask.Setting setting = setting(table);
            List<TablePartition> partitions = CityTable.partitions(table.varve());
            Measurement.run(
                plan(phase, setting, partitions, maxNanos, new ConcurrentLinkedQueue<>()),
                table::activity,
                PhaseListener.NONE::operations);
          }
        }
      }
    } finally {
      Folders.delete(scratch);
    }
    model.clear();
  }

  private void runPhases(RunInfo run) throws Exception {
    try (VarveTable table = CityTable.open(settings.directory(), settings)) {
      for (CityPhase phase : CityPhase.workload(settings.scale())) {
        run(phase, table, run);
      }
    }
    long started = System.nanoTime();
    try (VarveTable table = CityTable.open(settings.directory(), settings)) {
      out.printf(Locale.ROOT, "%nreopened in %.2f s%n", (System.nanoTime() - started) / NANOS);
      run(CityPhase.verification(), table, run);
      long scanned = CityScan.verify(table.varve(), CityTable.NAME, model);
      out.printf(
          Locale.ROOT,
          "%nverified: %,d of %,d cities are stored, each reads back equal, by its key and in a"
              + " scan; the others are gone%n",
          scanned,
          model.count());
    }
  }

  private void run(CityPhase phase, VarveTable table, RunInfo run) throws Exception {
    CityTask.Setting setting = setting(table);
    long operations =
        IntStream.range(0, settings.threads())
            .mapToLong(thread -> phase.operations().of(setting, thread))
            .sum();
    List<TablePartition> before = CityTable.partitions(table.varve());
    Queue<CityTask> tasks = new ConcurrentLinkedQueue<>();
    System.gc(); // what the phase before left is not this one's
    Observation observed;
    try (ProgressLine line = ProgressLine.start(phase.name(), operations)) {
      observed =
          Observation.of(
              plan(phase, setting, before, Long.MAX_VALUE, tasks),
              table,
              settings.directory(),
              operations,
              steps(line));
    }
    Measured measured = observed.measured();
    List<TablePartition> after = CityTable.partitions(table.varve());
    Line line =
        new Line(
            observed,
            identity(phase, run),
            CityResult.parts(measured, before, after),
            tasks.stream().mapToLong(CityTask::writtenBytes).sum(),
            model.storedBytes());
    lines.add(line);
    writeLatencies(phase, measured, after);
    out.println();
    out.println(phase.name() + ": " + phase.what() + ", " + Quantities.seconds(measured.nanos()));
    PartitionTable.lines(line.result(true)).forEach(out::println);
  }

  /** Moves the line with the operations. */
  private static PhaseListener steps(ProgressLine line) {
    return new PhaseListener() {
      @Override
      public void phase(String name, long expected) {}

      @Override
      public void operations(long done) {
        line.at(done, "");
      }
    };
  }

  private CityTask.Setting setting(VarveTable table) {
    return new CityTask.Setting(
        table.varve(), CityTable.NAME, model, settings.threads(), settings.seed());
  }

  private Measurement.Plan plan(
      CityPhase phase,
      CityTask.Setting setting,
      List<TablePartition> partitions,
      long maxNanos,
      Queue<CityTask> tasks) {
    return new Measurement.Plan(
        settings.threads(),
        thread -> {
          CityTask task =
              phase.opener().open(setting, thread, phase.operations().of(setting, thread));
          tasks.add(task);
          return task;
        },
        partitions.stream().map(CityResult::name).toList(),
        partitions.size(),
        maxNanos,
        List.of(0.0));
  }

  private CellIdentity identity(CityPhase phase, RunInfo run) {
    CityBytes cities = model.cities();
    long keyBytes = cities.keyBytes();
    long allBytes = 0;
    for (int i = 0; i < cities.count(); i++) {
      allBytes += cities.storedBytes(i);
    }
    return new CellIdentity(
        "dynamodb",
        "varve",
        phase.name(),
        settings.threads(),
        1,
        settings.durability().name().toLowerCase(Locale.ROOT),
        0,
        cities.count(),
        (int) (keyBytes / cities.count()),
        Long.toString((allBytes - keyBytes) / cities.count()),
        run);
  }

  private void writeLatencies(CityPhase phase, Measured measured, List<TablePartition> partitions)
      throws IOException {
    LatencyFiles.write(settings.out().resolve(phase.name() + ".hgrm"), measured.latencies());
    for (int i = 0; i < partitions.size(); i++) {
      if (measured.operationsByPart().get(i) > 0) {
        LatencyFiles.write(
            settings
                .out()
                .resolve("partitions")
                .resolve(phase.name() + "-" + partitions.get(i).id() + ".hgrm"),
            measured.byPart().get(i));
      }
    }
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(
        "data",
        Quantities.count(settings.items()) + " of the world's cities (GeoNames, CC BY 4.0)");
    options.put("durability", settings.durability().name().toLowerCase(Locale.ROOT));
    options.put("partitions", Integer.toString(settings.partitions()));
    options.put("memtable", settings.memtableBytes() / MEBIBYTE + " MiB per partition");
    options.put("threads", Integer.toString(settings.threads()));
    options.put("warm-up", settings.warmUpSeconds() + " s of each phase, apart");
    options.put("seed", Long.toString(settings.seed()));
    options.put(
        "java",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    options.put(
        "machine",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors");
    return options;
  }

  /** Takes {@code count} of all items, at equal distances. */
  private static CityBytes load(int count) throws IOException {
    CityBytes.Builder taken = new CityBytes.Builder(count);
    Cities.forEvenly(count, taken::add);
    return taken.build();
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
