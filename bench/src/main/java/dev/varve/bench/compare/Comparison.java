package dev.varve.bench.compare;

import dev.varve.bench.files.Folders;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.result.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One run: rounds of workloads of stores, each cell in a process of its own. The stores take turns
 * at each workload, so that what disturbs the machine for a while disturbs them alike.
 *
 * <p>Used once, by one thread, and closed by another when the program is interrupted.
 */
final class Comparison implements AutoCloseable {
  private static final int MEBIBYTE = 1 << 20;

  private final ComparePlan plan;
  private final RunInfo run;
  private final MemoryLimit limit;
  private final CompareProgress progress;
  private final List<CellResult> results = new ArrayList<>();
  private final Map<String, String> absent;
  private final Map<String, String> unsupported;
  private final Map<String, String> killed = new LinkedHashMap<>();
  private CellProcess running; // guarded by this
  private boolean closed; // guarded by this

  Comparison(ComparePlan plan, RunInfo run, MemoryLimit limit, CompareProgress progress) {
    this.plan = plan;
    this.absent = new LinkedHashMap<>();
    this.unsupported = unsupported(plan);
    this.run = run;
    this.limit = limit;
    this.progress = progress;
  }

  /** What has been measured so far. */
  List<CellResult> results() {
    return results;
  }

  /** Stores that could not run, and why. */
  Map<String, String> absent() {
    return absent;
  }

  /** Stores and workloads that are left out since the store has no such operation, and that. */
  Map<String, String> unsupported() {
    return unsupported;
  }

  /** Stores and workloads for which the limited memory was too little, and that. */
  Map<String, String> killed() {
    return killed;
  }

  private static Map<String, String> unsupported(ComparePlan plan) {
    Map<String, String> unsupported = new LinkedHashMap<>();
    for (CellName workload : plan.workloads()) {
      for (Contender store : plan.stores()) {
        if (!store.supports().test(workload.workload())) {
          unsupported.put(
              store.name() + " " + workload.workload(), "the store does not support it");
        }
      }
    }
    return unsupported;
  }

  /** The run, with what has not been measured so far and why. */
  private RunInfo runNow() {
    Map<String, String> missing = new LinkedHashMap<>(absent);
    missing.putAll(unsupported);
    missing.putAll(killed);
    return run.withAbsent(missing);
  }

  /**
   * Runs all cells; each result is written when it is there.
   *
   * @throws WrongAnswerException if a store gave a wrong answer
   * @throws IOException if a cell failed
   */
  void run() throws IOException, InterruptedException, WrongAnswerException {
    Files.createDirectories(plan.out());
    Files.deleteIfExists(plan.resultFile());
    try {
      int cell = 0;
      for (int round = 1; round <= plan.rounds(); round++) {
        for (Contender store : plan.stores()) {
          Folders.delete(plan.home(store)); // each round starts with nothing
        }
        for (CellName workload : plan.workloads()) {
          for (Contender store : plan.stores()) {
            progress.cell(cell++, round, store.name(), workload.toString());
            if (store.supports().test(workload.workload()) && !absent.containsKey(store.name())) {
              measure(round, store, workload);
            }
          }
        }
      }
    } finally {
      for (Contender store : plan.stores()) {
        Folders.delete(plan.home(store));
      }
      Folders.deleteIfEmpty(plan.folder());
      noteKilled();
    }
  }

  /** Has the last line tell also what was killed after it. */
  private void noteKilled() throws IOException {
    if (!killed.isEmpty() && !results.isEmpty()) {
      results.addLast(ResultFile.withRun(results.removeLast(), runNow()));
      ResultFile.write(plan.resultFile(), results);
    }
  }

  private void measure(int round, Contender store, CellName workload)
      throws IOException, InterruptedException, WrongAnswerException {
    Files.createDirectories(plan.home(store));
    CellMessage outcome = null;
    if (plan.limitBytes() > 0 && loads(store, workload)) {
      // Apart, so that neither the load's memory nor its pages are the limited process's.
      outcome = outcome(CellSpec.Purpose.PREPARE, MemoryLimit.none(), round, store, workload);
    }
    if (outcome == null || outcome.kind() == CellMessage.Kind.PREPARED) {
      outcome = outcome(CellSpec.Purpose.MEASURE, limit, round, store, workload);
      if (outcome.kind() == CellMessage.Kind.KILLED && plan.limitBytes() > 0 && !isClosed()) {
        killed(store, workload);
        return;
      }
    }
    String where = String.format(Locale.ROOT, "%s, %s, round %d: ", store.name(), workload, round);
    switch (outcome.kind()) {
      case DONE -> {
        results.add(outcome.result());
        ResultFile.append(plan.resultFile(), outcome.result());
      }
      case UNAVAILABLE -> absent.put(store.name(), outcome.text());
      case WRONG -> throw new WrongAnswerException(where + outcome.text());
      default -> throw new IOException(where + outcome.text() + "; see " + plan.log());
    }
  }

  private boolean loads(Contender store, CellName workload) throws IOException {
    return store.persistent()
        && Level.of(plan.level())
            .loads(workload.workload(), new DatasetNote(plan.home(store)).read());
  }

  private CellMessage outcome(
      CellSpec.Purpose purpose, MemoryLimit within, int round, Contender store, CellName workload)
      throws IOException, InterruptedException {
    CellSpec spec = plan.spec(purpose, round, store, workload, runNow());
    try (CellProcess process = start(spec, store, within)) {
      return process.await(progress::message);
    } finally {
      ended();
    }
  }

  /** Notes that memory was too little, and has the store loaded anew: its files may be damaged. */
  private void killed(Contender store, CellName workload) throws IOException {
    killed.put(
        store.name() + " " + workload,
        "killed, out of memory under the limit of " + plan.limitBytes() / MEBIBYTE + " MiB");
    Folders.delete(plan.home(store));
  }

  private synchronized CellProcess start(CellSpec spec, Contender store, MemoryLimit within)
      throws IOException {
    if (closed) {
      throw new IOException("interrupted");
    }
    running = CellProcess.start(spec, store, within, plan.log());
    return running;
  }

  private synchronized void ended() {
    running = null;
  }

  /** Whether {@link #close} was called. */
  synchronized boolean isClosed() {
    return closed;
  }

  /** Ends the process that is running and starts no other. */
  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      running.close();
    }
  }
}
