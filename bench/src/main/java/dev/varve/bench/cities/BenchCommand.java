package dev.varve.bench.cities;

import dev.varve.bench.data.Cities;
import dev.varve.bench.files.Folders;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Load the world's cities into a fresh directory; get, query, update and delete them; close,"
          + " reopen and verify every item. Latency and throughput are shown for each partition and"
          + " each phase.",
      "Exit status 0 only if everything was verified."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final double WARM_UP = 1.5;
  private static final double QUICK_WARM_UP = 0.3;
  private static final int MEBIBYTE = 1 << 20;

  /** Heap that the latencies of one thread in one partition take, about. */
  private static final long LATENCY_BYTES = 128 << 10;

  /** The latencies of all threads may take one part of so many of the heap. */
  private static final int LATENCY_SHARE = 3;

  @Spec private CommandSpec spec;

  @Option(names = "--quick", description = "Fewer operations: for a look, not for figures.")
  private boolean quick;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description =
          "Where to put the database, and to leave it; must not exist or be empty. Without it, a"
              + " folder beside the results, deleted at the end.")
  private Path directory;

  @Option(
      names = "--durability",
      paramLabel = "buffered|sync",
      defaultValue = "buffered",
      description =
          "When a write is acknowledged: in the operating system's hands, or on the disk.")
  private Durability durability;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "8",
      description = "Partitions of the table.")
  private int partitions;

  @Option(
      names = "--memtable",
      paramLabel = "MIB",
      defaultValue = "2",
      description =
          "Memory of a partition's memtable; small, so that much is flushed and compacted.")
  private int memtable;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads that do the operations.")
  private int threads;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description =
          "For how long each phase runs before, at most, unmeasured and on a database of its own,"
              + " so that code is compiled. Default: "
              + WARM_UP
              + ", with --quick "
              + QUICK_WARM_UP
              + ".")
  private Double warmUp;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all random choices.")
  private long seed;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "" + Cities.COUNT,
      description =
          "Use only so many items, evenly taken from the data set, and fewer operations"
              + " accordingly.")
  private int items;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for results.jsonl, which varve report reads, and the .hgrm files. Default:"
              + " target/bench/<time> where varve is installed.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    if (threads < 1 || threads > 1024) {
      throw new ParameterException(spec.commandLine(), "--threads must be 1 to 1024: " + threads);
    }
    if (partitions < 1 || partitions > 1024) {
      throw new ParameterException(
          spec.commandLine(), "--partitions must be 1 to 1024: " + partitions);
    }
    requireHeap();
    if (memtable < 1 || memtable > 1024) {
      throw new ParameterException(spec.commandLine(), "--memtable must be 1 to 1024: " + memtable);
    }
    if (items < 1 || items > Cities.COUNT) {
      throw new ParameterException(
          spec.commandLine(), "--items must be 1 to " + Cities.COUNT + ": " + items);
    }
    if (warmUp != null && !(warmUp >= 0 && warmUp <= 600)) {
      throw new ParameterException(spec.commandLine(), "--warm-up must be 0 to 600: " + warmUp);
    }
    Path results = out != null ? out : Folders.forResults("bench");
    CitySettings settings =
        new CitySettings(
            directory != null ? directory : results.resolve("database"),
            directory != null,
            results,
            durability,
            partitions,
            memtable * MEBIBYTE,
            threads,
            seed,
            items,
            (quick ? CityPhase.Scale.QUICK : CityPhase.Scale.FULL)
                .times((double) items / Cities.COUNT),
            warmUp != null ? warmUp : quick ? QUICK_WARM_UP : WARM_UP);
    try {
      new CityRun(settings, spec.commandLine().getOut()).run();
      return CommandLine.ExitCode.OK;
    } catch (WrongAnswerException wrong) {
      spec.commandLine().getErr().println("varve bench: NOT VERIFIED: " + wrong.getMessage());
    } catch (IOException failed) {
      String reason = failed.getMessage() == null ? failed.toString() : failed.getMessage();
      spec.commandLine().getErr().println("varve bench: " + reason);
    }
    return FAILED;
  }

  private void requireHeap() {
    long needed = LATENCY_SHARE * LATENCY_BYTES * threads * partitions;
    if (needed > Runtime.getRuntime().maxMemory()) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              Locale.ROOT,
              "--threads %1$d and --partitions %2$d need a heap of %3$d MiB: give fewer, or set"
                  + " VARVE_JAVA_OPTS=-Xmx%3$dm",
              threads,
              partitions,
              needed / MEBIBYTE + 1));
    }
  }
}
