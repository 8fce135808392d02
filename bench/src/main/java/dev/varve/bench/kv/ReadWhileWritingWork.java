package dev.varve.bench.kv;

import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.Task;
import java.util.List;

/** Threads that read any keys, and one more that overwrites any at a fixed rate. */
final class ReadWhileWritingWork extends BaseWork {
  /** Writes a second. */
  static final double WRITE_RATE = 50_000;

  private final Generations generations;

  ReadWhileWritingWork(Cell cell) {
    super(cell);
    generations = new Generations(cell.data());
  }

  @Override
  List<String> parts() {
    return List.of("read", "write");
  }

  @Override
  public Measurement.Plan plan() {
    return new Measurement.Plan(
        cell.threads() + 1,
        this,
        parts(),
        1,
        cell.maxNanos(),
        List.of(cell.parameters().rate(), WRITE_RATE));
  }

  @Override
  public Task open(int thread) throws Exception {
    return new KeyTask(cell, changingChecks(), thread, userBytes) {
      @Override
      public int step() throws Exception {
        long number = anyNumber();
        if (thread < cell.threads()) {
          get(number);
          return 0;
        }
        put(number, generations.next(number));
        return 1;
      }
    };
  }

  @Override
  public void verify() throws Exception {
    new Sweep(cell).compare(cell.data(), generations);
  }

  @Override
  public Dataset after() {
    return cell.data().withGenerations(cell.data().minGeneration(), generations.max());
  }
}
