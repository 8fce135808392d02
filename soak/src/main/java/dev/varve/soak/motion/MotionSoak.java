package dev.varve.soak.motion;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Scan;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.lane.Workers;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The course of the soak of data in motion: openings of one directory, in each of which writers,
 * sweeps, splits, merges, backups and restores go on at once, while triggers follow. At the end all
 * records must have come, and table, index and records must tell the same. For one thread, one use.
 */
public final class MotionSoak {
  private static final int OPENINGS = 4;
  private static final int WRITERS = 3;
  private static final long PARTITIONER_PAUSE_MICROS = 300_000;
  private static final long COPIES_PAUSE_MICROS = 1_000_000;
  private static final Duration LONGEST_SWEEPING = Duration.ofMinutes(1);

  private final Path directory;
  private final Choice choice;
  private final PrintWriter out;
  private final Versions versions;
  private final Figures figures = new Figures();
  private final Followers followers = new Followers();
  private final Deque<Copies.Moment> moments = Copies.noMoments();

  /**
   * Prepares a soak.
   *
   * @param directory is made
   * @param keys how many are written again and again
   */
  public MotionSoak(Path directory, long seed, int keys, PrintWriter out) {
    this.directory = directory;
    this.choice = new Choice(seed);
    this.out = out;
    this.versions = new Versions(keys);
  }

  /**
   * Runs; what is to be delivered then and is checked comes on top of the time.
   *
   * @return whether all was right; else the directory is left as it is
   */
  public boolean run(Duration time) throws IOException, InterruptedException {
    try {
      for (int opening = 1; opening <= OPENINGS; opening++) {
        live(opening, time.dividedBy(OPENINGS));
      }
      figures.tell(out);
      followers.tell(out);
      return true;
    } catch (WrongAnswerException wrong) {
      out.println("soak: " + wrong.getMessage());
      wrong.printStackTrace(out);
      return false;
    }
  }

  private void live(int opening, Duration time) throws IOException, InterruptedException {
    try (Varve varve = MotionTable.open(directory)) {
      if (opening == 1) {
        MotionTable.create(varve);
      }
      if (opening == OPENINGS / 2 + 1) {
        followers.repair();
      }
      followers.attach(varve);
      work(varve, time);
      out.printf("opening %d: %,d calls%n", opening, figures.total());
      followers.check();
      requireSame(varve, Scan.of(MotionTable.NAME).build());
      requireSame(varve, Scan.of(MotionTable.NAME).indexName(MotionTable.INDEX).build());
      if (opening == OPENINGS) {
        awaitSwept(varve);
        followers.checkEnd(varve, versions);
      }
    }
  }

  private void work(Varve varve, Duration time) throws IOException {
    Workers workers = new Workers();
    for (int number = 0; number < WRITERS; number++) {
      workers.start(
          "writer-" + number,
          0,
          new Writer(varve, versions, choice.split(), figures, number, WRITERS));
    }
    workers.start(
        "partitioner", PARTITIONER_PAUSE_MICROS, new Partitioner(varve, choice.split(), figures));
    workers.start(
        "copies",
        COPIES_PAUSE_MICROS,
        new Copies(varve, versions, choice.split(), figures, moments));
    try {
      workers.finish(time.toMillis());
    } catch (WrongAnswerException | IOException e) {
      throw e;
    } catch (Exception e) {
      throw new WrongAnswerException("a call failed: " + e, e);
    }
  }

  private void requireSame(Varve varve, Scan scan) {
    long[] found = Copies.found(varve, scan, versions.keys());
    long[] expected = versions.all();
    int differs = Arrays.mismatch(expected, found);
    if (differs >= 0) {
      throw new WrongAnswerException(
          "%s has version %d of key %d, not %d"
              .formatted(scan.tableName(), found[differs], differs, expected[differs]));
    }
  }

  /** Waits until nothing is left that expires. */
  private void awaitSwept(Varve varve) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long present = Arrays.stream(versions.all()).filter(version -> version != 0).count();
    while (varve.countItems(MotionTable.NAME) != present) {
      if (System.nanoTime() - begin > LONGEST_SWEEPING.toNanos()) {
        throw new WrongAnswerException(
            "%d items are left, not %d".formatted(varve.countItems(MotionTable.NAME), present));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
