package dev.varve.soak;

import dev.varve.soak.damage.DamageRun;
import dev.varve.soak.lane.Call;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.session.SessionSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The whole soak: process after process on the same directories, some of them killed, and between
 * them damaged copies of a directory. For one thread, one use.
 */
final class Soak {
  private static final int LONGEST_PROCESS_SECONDS = 40;
  private static final int LINES_TOLD = 60;
  private static final long TOLD_EVERY_NANOS = 10_000_000_000L;
  private static final int DAMAGED_AT_ONCE = 10;

  private final Path directory;
  private final long seed;
  private final int keys;
  private final PrintWriter out;
  private final Figures figures = new Figures();
  private long openings;
  private long processes;
  private long kills;
  private long damaged;
  private long refused;

  /**
   * Prepares a soak.
   *
   * @param directory is made, and holds everything
   * @param keys of all lanes together
   */
  Soak(Path directory, long seed, int keys, PrintWriter out) {
    this.directory = directory;
    this.seed = seed;
    this.keys = keys;
    this.out = out;
  }

  /**
   * Runs until the time is over.
   *
   * @return whether all was right; else the directory is left as it is
   */
  boolean run(Duration time) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Files.createDirectories(directory.resolve("log"));
    long begin = System.nanoTime();
    long told = begin;
    DamageRun damage = new DamageRun(directory.resolve("damage"), random.nextLong());
    while (System.nanoTime() - begin < time.toNanos()) {
      long remaining = (time.toNanos() - (System.nanoTime() - begin)) / 1_000_000_000;
      int seconds = Math.clamp(remaining, 1, LONGEST_PROCESS_SECONDS);
      if (!runProcess(random, seconds) || !damage(damage)) {
        return false;
      }
      if (System.nanoTime() - told > TOLD_EVERY_NANOS) {
        told = System.nanoTime();
        tellProgress(Duration.ofNanos(told - begin));
      }
    }
    tellEnd(Duration.ofNanos(System.nanoTime() - begin));
    return true;
  }

  private boolean runProcess(SplittableRandom random, int seconds)
      throws IOException, InterruptedException {
    processes++;
    SessionSettings settings =
        new SessionSettings(directory, random.nextLong(), keys, 1 + random.nextInt(8), seconds);
    Path log = directory.resolve("log").resolve("process-%05d.txt".formatted(processes));
    SessionProcess process = new SessionProcess(settings, log, figures);
    boolean killed = random.nextInt(3) == 0;
    SessionProcess.End end = process.run(killed ? 1 + random.nextInt(seconds * 1_000 / 2) : 0);
    openings += process.openings();
    switch (end) {
      case CLEAN -> {
        Files.delete(log);
        return true;
      }
      case KILLED -> {
        kills++;
        Files.delete(log);
        return true;
      }
      case WRONG, HUNG -> {
        process.lastLines(LINES_TOLD).forEach(out::println);
        out.printf(
            "soak: process %d of seed %d %s: %s%n",
            processes, seed, end == SessionProcess.End.HUNG ? "hangs" : "failed", log);
        return false;
      }
    }
    throw new AssertionError(end);
  }

  private boolean damage(DamageRun damage) throws IOException {
    for (int i = 0; i < DAMAGED_AT_ONCE; i++) {
      DamageRun.Verdict verdict = damage.next();
      damaged++;
      refused += verdict.isRefused() ? 1 : 0;
      if (verdict.isWrong()) {
        out.println(verdict);
        out.printf("soak: damaged copy %d of seed %d: %s%n", damaged, seed, damage.kept());
        return false;
      }
    }
    return true;
  }

  private void tellProgress(Duration elapsed) {
    out.printf(
        "%5d s: %,d processes, %,d killed, %,d openings, %,d writes, %,d reads, %,d steps, %,d damaged copies%n",
        elapsed.toSeconds(),
        processes,
        kills,
        openings,
        figures.count(Call.WRITE) + figures.count(Call.DURABLE_WRITE),
        figures.count(Call.READ),
        figures.count(Call.STEP),
        damaged);
  }

  private void tellEnd(Duration elapsed) {
    tellProgress(elapsed);
    out.printf(
        "damaged copies: %,d right, %,d refused with an error that names the file%n",
        damaged - refused, refused);
    figures.tell(out);
    out.println("soak: every answer right, every bound kept");
  }
}
