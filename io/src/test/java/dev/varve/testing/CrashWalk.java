package dev.varve.testing;

import dev.varve.io.MemoryLedger;

/**
 * Runs a scenario once for every mutating operation that it makes, and each time ends it there.
 *
 * @param <T> what a run reports to its check: the writes that were acknowledged, and the like
 */
public final class CrashWalk<T> {
  /** What a process does until it ends, on a new file system each time. */
  @FunctionalInterface
  public interface Scenario<T> {
    /**
     * Runs to the end, or until the file system throws. Must do the same operations each time.
     *
     * @param report a new one for this run, filled as the scenario goes
     */
    void run(MemoryFileSystem files, T report) throws Exception;
  }

  /** What must hold of every outcome. */
  @FunctionalInterface
  public interface Check<T> {
    /**
     * Opens what was left and throws if it is not as it should be.
     *
     * @param survivor what the crash left
     * @param report what the scenario had reported when it ended
     */
    void check(MemoryFileSystem survivor, T report) throws Exception;
  }

  /** Creates the report of one run. */
  @FunctionalInterface
  public interface Report<T> {
    /** A fresh report. */
    T create();
  }

  private final Report<T> reports;
  private final Scenario<T> scenario;
  private final Check<T> check;

  /** Prepares a walk. */
  public CrashWalk(Report<T> reports, Scenario<T> scenario, Check<T> check) {
    this.reports = reports;
    this.scenario = scenario;
    this.check = check;
  }

  /** Mutating operations of a run that nothing ends. */
  public int operations() throws Exception {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    scenario.run(files, reports.create());
    return files.operations();
  }

  /**
   * Loses power in front of each operation and after the last one.
   *
   * @param seedsPerOperation how many outcomes of each crash are checked, at least 1
   * @return how many outcomes were checked
   */
  public int losingPower(int seedsPerOperation) throws Exception {
    return walk(seedsPerOperation, true);
  }

  /**
   * Kills the process in front of each operation and after the last one.
   *
   * @return how many outcomes were checked
   */
  public int killingTheProcess() throws Exception {
    return walk(1, false);
  }

  private int walk(int outcomesPerOperation, boolean powerLoss) throws Exception {
    int operations = operations();
    int checked = 0;
    for (int number = 1; number <= operations + 1; number++) {
      // One run serves all seeds: what a kill leaves still knows what was not synced.
      MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
      T report = reports.create();
      files.killAt(number);
      runUntilStopped(files, report, number);
      MemoryFileSystem stopped = files.crashImage();
      for (int outcome = 0; outcome < outcomesPerOperation; outcome++) {
        long seed = 1_000L * number + outcome;
        MemoryFileSystem survivor = powerLoss ? stopped.crash(seed) : stopped;
        try {
          check.check(survivor, report);
        } catch (Throwable failure) {
          throw new AssertionError(
              "ended in front of operation %d of %d, seed %d".formatted(number, operations, seed),
              failure);
        }
        checked++;
      }
    }
    return checked;
  }

  private void runUntilStopped(MemoryFileSystem files, T report, int number) throws Exception {
    try {
      scenario.run(files, report);
    } catch (Exception ended) {
      // How the scenario reports the loss of its files is its own matter, but nothing else may
      // have ended it.
      if (!files.stopped()) {
        throw new AssertionError("failed before operation " + number, ended);
      }
    }
  }
}
