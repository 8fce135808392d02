package dev.varve.dynamodb.reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Varve answers random requests of every kind as a naive DynamoDB does, and its tables and indexes
 * hold the same, also after it was closed and opened, killed, or cut off from power, and while its
 * partitions are split and merged. Streams tell the same, and so do tables that are made of backups
 * and of times before.
 *
 * <p>{@code -Dvarve.model.seed=N} begins with a certain history; {@code -Dvarve.model.minutes=N}
 * says how long to go on.
 */
class DynamoDbModelTest {
  private static final double DEFAULT_MINUTES = 1.0 / 3;
  private static final long DEFAULT_SEED = 20_261_130;
  private static final int STEPS = 500;

  /** How long a failing history is made shorter. */
  private static final long SHRINKING_NANOS = 30_000_000_000L;

  private record Failure(int step, Throwable cause) {}

  @Test
  void answersAreThoseOfTheReference() throws IOException {
    String asked = System.getProperty("varve.model.minutes");
    double minutes = asked == null ? DEFAULT_MINUTES : Double.parseDouble(asked);
    // A build repeats the same histories; who asks for more time looks at others.
    long seed =
        Long.getLong(
            "varve.model.seed", asked == null ? DEFAULT_SEED : System.nanoTime() & 0xffff_ffffL);
    System.out.println("model: -Dvarve.model.seed=" + seed);
    long end = System.nanoTime() + (long) (minutes * 60e9);
    int histories = 0;
    do {
      run(seed + histories);
      histories++;
    } while (System.nanoTime() < end);
    System.out.println("model: " + histories + " histories of " + STEPS + " steps");
  }

  private static void run(long seed) throws IOException {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    Failure failure = null;
    try (Duel duel = new Duel()) {
      RandomTables tables = new RandomTables(random, duel.reference());
      RandomRequests requests = new RandomRequests(random, duel.reference());
      while (steps.size() < STEPS && failure == null) {
        Step step = next(random, duel, tables, requests);
        steps.add(step);
        failure = failure(duel, step, seed, steps.size() - 1);
      }
      if (failure == null) {
        failure = failure(duel, Step.Event.COMPARE, seed, STEPS);
      }
    }
    if (failure != null) {
      List<Step> shorter = shortened(steps, seed);
      StringBuilder text = new StringBuilder();
      text.append("seed ").append(seed).append(", step ").append(failure.step()).append(": ");
      text.append(failure.cause()).append("\nThese are enough to make it differ:");
      for (Step step : shorter) {
        text.append("\n  ");
        text.append(step instanceof Command command ? Answers.json(command.request()) : step);
      }
      throw new AssertionError(text.toString(), failure.cause());
    }
  }

  private static Step next(Random random, Duel duel, RandomTables tables, RandomRequests requests) {
    int choice = random.nextInt(200);
    if (duel.reference().tables().isEmpty() || choice < 3) {
      requests.forgetTokens();
      return tables.next();
    }
    return switch (choice) {
      case 3, 4 -> Step.Event.REOPEN;
      case 5 -> Step.Event.KILL;
      case 6, 7 -> Step.Event.LOSE_POWER;
      case 8 -> Step.Event.FLUSH;
      case 9 -> Step.Event.COMPACT;
      case 10, 11, 12 -> Step.Event.COMPARE;
      case 13, 14, 15 -> Step.Event.SWEEP;
      case 16, 17, 18 -> Step.Event.SPLIT;
      case 19 -> Step.Event.REMEMBER;
      case 20 -> Step.Event.RESTORE;
      default -> requests.next();
    };
  }

  private static Failure failure(Duel duel, Step step, long seed, int number) {
    try {
      duel.take(step, seed + number);
      return null;
    } catch (AssertionError | RuntimeException | IOException e) {
      return new Failure(number, e);
    }
  }

  /** Leaves out what a failure does not need, while there is time. */
  private static List<Step> shortened(List<Step> failing, long seed) throws IOException {
    long end = System.nanoTime() + SHRINKING_NANOS;
    List<Step> steps = failing;
    for (int part = steps.size() / 2; part > 0; part /= 2) {
      for (int from = steps.size() - 1 - part; from >= 0; from -= part) {
        List<Step> fewer = new ArrayList<>(steps.subList(0, from));
        fewer.addAll(steps.subList(from + part, steps.size()));
        if (System.nanoTime() > end) {
          return steps;
        }
        if (fails(fewer, seed)) {
          steps = fewer;
          from = Math.min(from, steps.size() - 1);
        }
      }
    }
    return steps;
  }

  /** Whether the last of the steps fails, and no other. */
  private static boolean fails(List<Step> steps, long seed) throws IOException {
    try (Duel duel = new Duel()) {
      for (int i = 0; i < steps.size(); i++) {
        if (failure(duel, steps.get(i), seed, i) != null) {
          return i == steps.size() - 1;
        }
      }
    }
    return false;
  }
}
