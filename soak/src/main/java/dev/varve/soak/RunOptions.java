package dev.varve.soak;

import dev.varve.soak.process.EndSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What both kinds of soak are told: how long, with which choices, and where. */
final class RunOptions {
  private static final int MAX_MINUTES = 7 * 24 * 60;
  private static final double MILLIS_PER_MINUTE = 60_000;

  /** A soak in a directory of its own. */
  interface Run {
    /** Runs; returns whether all was right. */
    boolean in(Path directory, long seed, PrintWriter out) throws IOException, InterruptedException;
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long; fractions are fine.")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Repeats the choices of a run, if not the order of its threads; without it, any.")
  private Long seed;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = "A directory to be made; without it, a temporary one.")
  private Path directory;

  /** How long. */
  Duration time() {
    if (!(minutes >= 0 && minutes <= MAX_MINUTES)) {
      throw wrong("--minutes is 0 to " + MAX_MINUTES);
    }
    return Duration.ofMillis((long) (minutes * MILLIS_PER_MINUTE));
  }

  /** Wrong usage. */
  ParameterException wrong(String rule) {
    return new ParameterException(spec.commandLine(), rule);
  }

  /**
   * Runs in the directory, which is deleted if all was right, or if a signal ended it.
   *
   * @return the exit status
   */
  int run(Run soak) throws IOException, InterruptedException {
    long chosen = seed == null ? System.nanoTime() & 0xffff_ffffL : seed;
    PrintWriter out = spec.commandLine().getOut();
    try (EndSignal signal = new EndSignal()) {
      Path root = makeDirectory();
      out.printf("seed %d, in %s%n", chosen, root);
      boolean right = false;
      try {
        right = soak.in(root, chosen, out);
      } catch (IOException | InterruptedException e) {
        if (!signal.isGiven()) {
          throw e;
        }
      }
      if (signal.isGiven()) {
        out.println("soak: ended by a signal");
      }
      if (right || signal.isGiven()) {
        delete(root);
      }
      return right ? 0 : 1;
    }
  }

  private Path makeDirectory() throws IOException {
    if (directory == null) {
      return Files.createTempDirectory("varve-soak-");
    }
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
    return Files.createDirectories(directory).toAbsolutePath();
  }

  private static void delete(Path root) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(root)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
