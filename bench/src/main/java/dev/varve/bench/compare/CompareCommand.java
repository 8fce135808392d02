package dev.varve.bench.compare;

import dev.varve.bench.files.Folders;
import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.kv.KeyFormat;
import dev.varve.bench.measure.Machine;
import dev.varve.bench.measure.Versions;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.result.RunInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure stores beside each other: the same workloads, the same durability, every answer"
          + " checked, each cell in a process of its own, the stores taking turns."
          + " docs/benchmarking.md tells how each figure is made.",
      "Exit status 0 if all was measured and right, 1 if an answer was wrong or a cell failed, 3 if"
          + " a store could not run here."
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int STORE_ABSENT = 3;
  private static final int MEBIBYTE = 1 << 20;
  private static final int QUICK_SHARE = 10;
  private static final long BLOCK_CACHE_BYTES = 1L << 30;

  /** One of so many bytes of limited memory is for a store's own cache. */
  private static final int BLOCK_CACHE_SHARE = 3;

  /** Less measures the compiler instead of the stores. */
  private static final double QUICK_WARM_UP = 2;

  /** Fewer say nothing, and there must be one for each thread. */
  private static final int MIN_KEYS = 2000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--level",
      paramLabel = "engine|dynamodb|http",
      defaultValue = "engine",
      description =
          "Compare key-value stores, or the DynamoDB operations with DynamoDB Local: in the process,"
              + " or over HTTP with the servers, where @THREADS are connections.")
  private Level level;

  @Option(
      names = "--stores",
      paramLabel = "NAME,...",
      split = ",",
      description = "What to compare. Default: the main ones; 'all' for all.")
  private List<String> stores;

  @Option(
      names = "--workloads",
      paramLabel = "NAME[@THREADS],...",
      split = ",",
      description = "What to do, in this order. Default: the main ones; 'all' for all.")
  private List<String> workloads;

  @Option(
      names = "--keys",
      paramLabel = "N",
      description = "Keys of the data set. Default: 1000000, at levels dynamodb and http 100000.")
  private Long keys;

  @Option(names = "--key-bytes", paramLabel = "N", defaultValue = "16", description = "Key length.")
  private int keyBytes;

  @Option(
      names = "--key-format",
      paramLabel = "binary|decimal",
      defaultValue = "binary",
      description = "A key's number as 8 bytes or as 16 digits, at its start.")
  private KeyFormat keyFormat;

  @Option(
      names = "--value-bytes",
      paramLabel = "N|MIN-MAX",
      defaultValue = "100",
      description = "Value length, or the range of which all lengths come equally often.")
  private String valueBytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of workloads that have no @THREADS of their own.")
  private int threads;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long workloads run that have no end of their own.")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description =
          "How long each cell runs before that, unmeasured. Default: 2, at levels dynamodb and http 10.")
  private Double warmUp;

  @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Rounds.")
  private int rounds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Open loop: so many calls a second are intended, and latency counts from the intended"
              + " start. 0: closed loop, as fast as they go.")
  private double rate;

  @Option(
      names = "--memory-limit",
      paramLabel = "MIB|SHARE%",
      description =
          "Limit the memory of each process that measures, and of its page cache, so that data is"
              + " larger than memory: MiB, or a share of the keys and values such as 50%%.")
  private String memoryLimit;

  @Option(
      names = "--cache",
      paramLabel = "warm|cold",
      defaultValue = "warm",
      description = "Whether files are in the page cache when a cell begins.")
  private Cache cache;

  @Option(
      names = "--block-cache",
      paramLabel = "MIB",
      description =
          "For the stores' own caches. Default: 1024, with --memory-limit a third of the limit.")
  private Integer blockCache;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Random seed.")
  private long seed;

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "The store that ratios refer to. Default: the second one.")
  private String baseline;

  @Option(
      names = "--quick",
      description = "A tenth of the keys, one round of one second: for a look, not for figures.")
  private boolean quick;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where to put the data, deleted at the end. Default: a folder beside the results.")
  private Path directory;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for results.jsonl and report.html. Default: target/compare/<time> where varve is"
              + " installed.")
  private Path out;

  private enum Cache {
    WARM,
    COLD
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    OffsetDateTime now = OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    ComparePlan plan = plan(out != null ? out : Folders.forResults("compare"));
    String baselineStore = baseline(plan);
    refuseIfDiskIsTooSmall(plan);
    Files.createDirectories(plan.folder());
    PrintWriter console = spec.commandLine().getOut();
    RunInfo run =
        new RunInfo(
            now.toString(),
            Versions.current(),
            Machine.describe(plan.folder()),
            options(plan),
            Map.of());
    // Closed last: until then the program does not end, also when told to.
    try (Interruption interruption = Interruption.expect();
        MemoryLimit limit =
            plan.limitBytes() == 0 ? MemoryLimit.none() : MemoryLimit.of(plan.limitBytes());
        CompareProgress progress = new CompareProgress(plan.cells(), plan.rounds())) {
      Comparison comparison = new Comparison(plan, run, limit, progress);
      interruption.stops(comparison::close);
      return run(comparison, interruption, plan, baselineStore, console);
    } catch (IOException failed) {
      spec.commandLine().getErr().println("varve compare: " + failed.getMessage());
      return FAILED;
    }
  }

  private int run(
      Comparison comparison,
      Interruption interruption,
      ComparePlan plan,
      String baselineStore,
      PrintWriter console)
      throws IOException, InterruptedException {
    String failure = null;
    try {
      comparison.run();
    } catch (WrongAnswerException wrong) {
      failure = "NOT VERIFIED: " + wrong.getMessage();
    } catch (IOException failed) {
      failure = comparison.isClosed() ? "interrupted" : failed.getMessage();
    }
    Outcome.show(comparison.results(), plan, baselineStore, interruption::isAsked, console);
    comparison
        .absent()
        .forEach((store, why) -> console.println(store + " could not run here: " + why));
    comparison.unsupported().forEach((what, why) -> console.println(what + ": " + why));
    comparison.killed().forEach((what, why) -> console.println(what + ": " + why));
    console.flush();
    if (failure != null) {
      spec.commandLine().getErr().println("varve compare: " + failure);
      spec.commandLine().getErr().flush();
      return FAILED;
    }
    return comparison.absent().isEmpty() ? CommandLine.ExitCode.OK : STORE_ABSENT;
  }

  private ComparePlan plan(Path results) {
    try {
      if (rounds < 1
          || seconds <= 0
          || (warmUp != null && warmUp < 0)
          || (blockCache != null && blockCache < 1)) {
        throw new IllegalArgumentException(
            "--rounds, --seconds, --block-cache must be above 0, --warm-up not below");
      }
      long allKeys = keys != null ? keys : level.defaultKeys();
      double warmUpSeconds = warmUp != null ? warmUp : level.defaultWarmUp();
      if (allKeys < MIN_KEYS || allKeys > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "--keys must be " + MIN_KEYS + " to " + Integer.MAX_VALUE + ": " + allKeys);
      }
      long planned = quick ? Math.max(MIN_KEYS, allKeys / QUICK_SHARE) : allKeys;
      DataParameters data =
          level.data(new DataParameters(keyFormat, keyBytes, valueBytes, rate, seed));
      long limit =
          memoryLimit == null
              ? 0
              : MemoryLimit.bytes(memoryLimit, ComparePlan.dataBytes(planned, data));
      return new ComparePlan(
          level.name().toLowerCase(Locale.ROOT),
          level.contenders(stores),
          level.workloads(workloads, threads),
          quick ? 1 : rounds,
          planned,
          data,
          quick ? 1 : seconds,
          quick ? Math.min(QUICK_WARM_UP, warmUpSeconds) : warmUpSeconds,
          cache == Cache.COLD,
          limit,
          cacheBytes(limit),
          directory != null ? directory : results.resolve("data"),
          results);
    } catch (IllegalArgumentException refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  private long cacheBytes(long limit) {
    if (blockCache != null) {
      return (long) blockCache * MEBIBYTE;
    }
    return limit == 0 ? BLOCK_CACHE_BYTES : Math.max(MEBIBYTE, limit / BLOCK_CACHE_SHARE);
  }

  private void refuseIfDiskIsTooSmall(ComparePlan plan) throws IOException {
    long free = Files.getFileStore(existing(plan.folder())).getUsableSpace();
    if (plan.neededBytes() > free) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              Locale.ROOT,
              "%s has %,d MiB free; %d stores of %,d keys need about %,d MiB",
              plan.folder(),
              free / MEBIBYTE,
              plan.stores().size(),
              plan.keys(),
              plan.neededBytes() / MEBIBYTE));
    }
  }

  private String baseline(ComparePlan plan) {
    List<String> names = plan.stores().stream().map(Contender::name).toList();
    if (baseline == null) {
      return names.get(Math.min(1, names.size() - 1));
    }
    if (!names.contains(baseline)) {
      throw new ParameterException(
          spec.commandLine(), "the baseline " + baseline + " is none of " + names);
    }
    return baseline;
  }

  /** The folder, or the nearest above it that there is. */
  private static Path existing(Path folder) {
    Path found = folder.toAbsolutePath();
    while (!Files.exists(found)) {
      found = found.getParent();
    }
    return found;
  }

  /** What was asked for, as the report shows it. */
  private Map<String, String> options(ComparePlan plan) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("keys", String.format(Locale.ROOT, "%,d", plan.keys()));
    options.put("entry", level.entry(plan.parameters()));
    options.put(
        "time",
        plan.rounds()
            + " rounds, "
            + plan.seconds()
            + " s each after "
            + plan.warmUpSeconds()
            + " s of warm-up"
            + (level == Level.ENGINE
                ? "; fills, overwrite and deletes handle every key once"
                : ""));
    options.put(
        "loop",
        rate == 0
            ? "closed: each thread starts an operation when its last has ended"
            : "open: " + rate + " a second, latency from the intended start");
    options.put(
        RunInfo.PAGE_CACHE,
        plan.coldCache() ? RunInfo.COLD : cache.name().toLowerCase(Locale.ROOT));
    options.put(RunInfo.MEMORY, memory(plan));
    if (level == Level.ENGINE) {
      options.put(
          "block cache",
          plan.cacheBytes() / MEBIBYTE
              + " MiB"
              + (blockCache == null && plan.limitBytes() > 0 ? ", a third of the limit" : ""));
    }
    options.put("seed", Long.toString(seed));
    return options;
  }

  private static String memory(ComparePlan plan) {
    return plan.limitBytes() == 0
        ? RunInfo.NO_LIMIT
        : String.format(
            Locale.ROOT,
            "each process that measures and its page cache: %,d MiB, %.0f%% of the keys and"
                + " values; stores are loaded without the limit, fills run within it",
            plan.limitBytes() / MEBIBYTE,
            100.0 * plan.limitBytes() / plan.dataBytes());
  }
}
