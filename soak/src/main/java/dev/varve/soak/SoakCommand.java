package dev.varve.soak;

import dev.varve.soak.damage.DamageRun;
import dev.varve.soak.model.Content;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code varve soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    subcommands = {ServerSoakCommand.class, MotionSoakCommand.class},
    description = {
      "Run everything together for a long time, beside a model that knows each right answer: writers, readers, cursors,"
          + " snapshots, creations, drops, interrupts, a full disk, kill -9, reopening, damaged copies.",
      "The bounds on log, memory, open files, folders and disk are asserted all along. Exit status 1 at the first wrong"
          + " answer; the directory stays as it is then. No processes at all run for 0 minutes."
    })
final class SoakCommand implements Callable<Integer> {
  @Mixin private RunOptions run;

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

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration time = run.time();
    if (keys < 1_000 || damagedCopies < 0) {
      throw run.wrong("--keys is at least 1000, --damaged-copies at least 0");
    }
    if (valueBytes < Content.DEFAULT_SMALL_BYTES || valueBytes > Content.MAX_VALUE_BYTES) {
      throw run.wrong("--value-bytes is 200 to " + Content.MAX_VALUE_BYTES);
    }
    System.setProperty(Content.SMALL_BYTES_PROPERTY, Integer.toString(valueBytes));
    return run.run((root, seed, out) ->
        damage(root, seed, out)
            && (time.isZero() || new Soak(root.resolve("soak"), seed, keys, out).run(time)));
  }

  private boolean damage(Path root, long chosen, PrintWriter out) throws IOException {
    DamageRun damage = new DamageRun(root.resolve("damage"), chosen);
    long refused = 0;
    for (int copy = 1; copy <= damagedCopies; copy++) {
      DamageRun.Verdict verdict = damage.next();
      if (verdict.isWrong()) {
        out.println(verdict);
        out.printf("soak: damaged copy %d of seed %d: %s%n", copy, chosen, damage.kept());
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
}
