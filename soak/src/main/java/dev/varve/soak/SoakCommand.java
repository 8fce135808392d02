package dev.varve.soak;

import dev.varve.soak.damage.DamageRun;
import dev.varve.soak.model.Content;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Run everything together for a long time, beside a model that knows each right answer: writers, readers, cursors,"
          + " snapshots, creations, drops, interrupts, a full disk, kill -9, reopening, damaged copies.",
      "The bounds on log, memory, open files, folders and disk are asserted all along. Exit status 1 at the first wrong"
          + " answer; the directory stays as it is then."
    })
final class SoakCommand implements Callable<Integer> {
  private static final int MAX_MINUTES = 7 * 24 * 60;

  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long, 0 for no processes at all; fractions are fine.")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Repeats the choices of a run, if not the order of its threads; without it, any.")
  private Long seed;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many keys the engine has; tables have a twentieth more.")
  private int keys;

  @Option(
      names = "--damaged-copies",
      paramLabel = "N",
      defaultValue = "0",
      description = "Before all else, damage so many copies of a small directory, one file each.")
  private int damagedCopies;

  @Option(
      names = "--value-bytes",
      paramLabel = "N",
      defaultValue = "200",
      description = "The length of most values at most.%nDefault: ${DEFAULT-VALUE}")
  private int valueBytes;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = "A directory to be made; without it, a temporary one.")
  private Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(minutes >= 0 && minutes <= MAX_MINUTES)) {
      throw new ParameterException(spec.commandLine(), "--minutes is 0 to " + MAX_MINUTES);
    }
    if (keys < 1_000 || damagedCopies < 0) {
      throw new ParameterException(
          spec.commandLine(), "--keys is at least 1000, --damaged-copies at least 0");
    }
    if (valueBytes < Content.DEFAULT_SMALL_BYTES || valueBytes > Content.MAX_VALUE_BYTES) {
      throw new ParameterException(
          spec.commandLine(), "--value-bytes is 200 to " + Content.MAX_VALUE_BYTES);
    }
    System.setProperty(Content.SMALL_BYTES_PROPERTY, Integer.toString(valueBytes));
    long chosen = seed == null ? System.nanoTime() & 0xffff_ffffL : seed;
    PrintWriter out = spec.commandLine().getOut();
    Path root = makeDirectory();
    out.printf("seed %d, in %s%n", chosen, root);
    boolean right = damage(root, chosen, out);
    if (right && minutes > 0) {
      Duration time = Duration.ofMillis((long) (minutes * 60_000));
      right = new Soak(root.resolve("soak"), chosen, keys, out).run(time);
    }
    if (right) {
      delete(root);
    }
    return right ? 0 : 1;
  }

  private boolean damage(Path root, long chosen, PrintWriter out) throws IOException {
    DamageRun run = new DamageRun(root.resolve("damage"), chosen);
    long refused = 0;
    for (int copy = 1; copy <= damagedCopies; copy++) {
      DamageRun.Verdict verdict = run.next();
      if (verdict.isWrong()) {
        out.println(verdict);
        out.printf("soak: damaged copy %d of seed %d: %s%n", copy, chosen, run.kept());
        return false;
      }
      refused += verdict.isRefused() ? 1 : 0;
    }
    if (damagedCopies > 0) {
      out.printf(
          "%,d damaged copies: %,d right, %,d refused with an error that names the file%n",
          damagedCopies, damagedCopies - refused, refused);
    }
    return true;
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
