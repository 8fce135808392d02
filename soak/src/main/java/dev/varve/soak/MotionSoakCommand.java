package dev.varve.soak;

import dev.varve.soak.motion.MotionSoak;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code varve soak motion}. */
@Command(
    name = "motion",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Write one table with all there is, while its partitions are split and merged, its items expire, backups are made"
          + " and tables of them and of earlier times, and four triggers follow its stream, of which one fails at times"
          + " and one for a long time.",
      "No record may be lost or come out of order, and every copy must hold what the table held then. Exit status 1 at the"
          + " first wrong answer; the directory stays as it is then."
    })
final class MotionSoakCommand implements Callable<Integer> {
  private static final int LEAST_KEYS = 100;

  @Mixin private RunOptions run;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many keys are written again and again.")
  private int keys;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration time = run.time();
    if (time.isZero() || keys < LEAST_KEYS) {
      throw run.wrong("--minutes is more than 0, --keys at least " + LEAST_KEYS);
    }
    return run.run(
        (root, seed, out) -> new MotionSoak(root.resolve("soak"), seed, keys, out).run(time));
  }
}
