package dev.varve.bench.http;

import dev.varve.bench.http.Footprint.Plan;
import dev.varve.bench.measure.ProcessFigures;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve footprint}. */
@Command(
    name = "footprint",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure what the server takes that has nothing to do: from its start to its first answer, its"
          + " resident memory, and what idle connections add to that. The files of the store are in"
          + " the page cache.",
      "Exit status 0 whatever the figures are; 1 if it could not be measured."
    })
public final class FootprintCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final double MEBIBYTE = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "WORD",
      description =
          "The program, such as target/package/varve-server/bin/varve-server; given again, its first"
              + " arguments. Default: ./varve server.")
  private List<String> program;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description =
          "The folder of the store. It is filled if it is missing, and kept for the next time."
              + " Default: target/footprint/store-<MiB>.")
  private Path store;

  @Option(names = "--mib", paramLabel = "N", description = "Size of the items in the store.")
  private int mebibytes = 1024;

  @Option(names = "--starts", paramLabel = "N", description = "Starts that are measured.")
  private int starts = 5;

  @Option(names = "--connections", paramLabel = "N", description = "Idle connections.")
  private int connections = 10_000;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      description = "Time without requests before memory is looked at.")
  private int settleSeconds = 10;

  @Override
  public Integer call() throws InterruptedException {
    if (mebibytes < 1 || starts < 1 || connections < 0 || settleSeconds < 0) {
      throw new ParameterException(
          spec.commandLine(), "--mib and --starts are at least 1, the others not negative");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    try {
      Footprint found = Footprint.measure(plan(), what -> err.println("footprint: " + what));
      out.printf(
          Locale.ROOT,
          "start to first answer  %d ms: the median of %d, %d to %d%n",
          found.medianStartMillis(),
          found.startMillis().size(),
          found.startMillis().getFirst(),
          found.startMillis().getLast());
      out.printf(
          Locale.ROOT,
          "idle                   %s MiB resident, %s of them no file's%n",
          mebibytes(found.idleBytes()),
          mebibytes(found.idleAnonymousBytes()));
      out.printf(
          Locale.ROOT,
          "%,d idle connections  %s MiB more%n",
          connections,
          mebibytes(found.connectionBytes()));
      out.printf(Locale.ROOT, "load of the machine before: %.2f%n", load);
      out.flush();
      return 0;
    } catch (IOException e) {
      err.println("varve: " + e.getMessage());
      return FAILED;
    }
  }

  private static String mebibytes(long bytes) {
    return bytes == ProcessFigures.UNKNOWN
        ? "an unknown number of"
        : String.format(Locale.ROOT, "%.1f", bytes / MEBIBYTE);
  }

  private Plan plan() {
    Path home = Path.of(System.getProperty("varve.home", "")).toAbsolutePath();
    List<String> words =
        program == null ? List.of(home.resolve("varve").toString(), "server") : program;
    Path folder =
        store == null
            ? home.resolve("target/footprint/store-" + mebibytes)
            : store.toAbsolutePath();
    long items = mebibytes * (1L << 20) / HttpWork.ITEM_BYTES;
    return new Plan(words, folder, items, starts, connections, settleSeconds);
  }
}
