package dev.varve.bench.motion;

import dev.varve.bench.files.Folders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve motion}. */
@Command(
    name = "motion",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure what splits and sweeps cost puts that go on at a steady rate beside them, and how long a table of a backup"
          + " takes to be there. A put's latency counts from the moment at which it was to begin.",
      "Exit status 0 whatever the figures are; 1 if it could not be measured."
    })
public final class MotionCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description =
          "A folder that is made anew, and deleted at the end. Default: target/motion/TIME.")
  private Path directory;

  @Option(names = "--rate", paramLabel = "N", description = "Puts a second beside splits.")
  private int rate = 20_000;

  @Option(names = "--sweep-rate", paramLabel = "N", description = "Puts a second beside a sweep.")
  private int sweepRate = 2_000;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long puts are measured each time.")
  private int seconds = 20;

  @Option(names = "--expired", paramLabel = "N", description = "Items that a sweep deletes.")
  private int expired = 1_000_000;

  @Option(names = "--mib", paramLabel = "N", description = "Size of the items that are backed up.")
  private int mebibytes = 1024;

  @Override
  public Integer call() throws Exception {
    if (rate < 1 || sweepRate < 1 || seconds < 1 || expired < 1 || mebibytes < 1) {
      throw new ParameterException(spec.commandLine(), "all numbers are at least 1");
    }
    PrintWriter err = spec.commandLine().getErr();
    Path root = directory == null ? Folders.forResults("motion") : directory;
    try {
      new MotionRun(
              new MotionRun.Plan(rate, sweepRate, seconds, expired, mebibytes),
              root,
              spec.commandLine().getOut())
          .measureAll();
      return 0;
    } catch (IOException failed) {
      err.println("motion: " + failed);
      return FAILED;
    } finally {
      Folders.delete(root);
    }
  }
}
