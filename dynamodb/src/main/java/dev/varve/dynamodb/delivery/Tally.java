package dev.varve.dynamodb.delivery;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What has happened to a trigger since the database was opened. Safe for use by many threads. */
final class Tally {
  private final LongAdder delivered = new LongAdder();
  private final LongAdder filtered = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder letters = new LongAdder();
  private volatile String lastProblem;

  void delivered(int records) {
    delivered.add(records);
  }

  void filtered(int records) {
    filtered.add(records);
  }

  void failed(String problem) {
    failures.increment();
    lastProblem = problem;
  }

  void givenUp(int records) {
    letters.add(records);
  }

  void problem(String problem) {
    lastProblem = problem;
  }

  long delivered() {
    return delivered.sum();
  }

  long filtered() {
    return filtered.sum();
  }

  long failures() {
    return failures.sum();
  }

  long deadLetters() {
    return letters.sum();
  }

  Optional<String> lastProblem() {
    return Optional.ofNullable(lastProblem);
  }
}
