package dev.varve.bench.compare;

import dev.varve.bench.text.ProgressLine;
import java.util.Locale;

/** Shows how far a comparison has come: store, workload, round, rate now, time left. */
final class CompareProgress implements AutoCloseable {
  private static final int STEPS_PER_CELL = 1000;

  private final ProgressLine bar;
  private final int rounds;
  private int cell;
  private String where = "";

  CompareProgress(int cells, int rounds) {
    this.bar = ProgressLine.start("compare", (long) cells * STEPS_PER_CELL);
    this.rounds = rounds;
  }

  void cell(int index, int round, String store, String workload) {
    cell = index;
    where = String.format(Locale.ROOT, "round %d/%d %s %s", round, rounds, store, workload);
    bar.at((long) cell * STEPS_PER_CELL, where);
  }

  void message(CellMessage message) {
    long within =
        message.expected() == 0
            ? 0
            : Math.min(STEPS_PER_CELL, message.done() * STEPS_PER_CELL / message.expected());
    bar.at(
        (long) cell * STEPS_PER_CELL + within,
        where
            + ": "
            + message.text()
            + (message.rate() > 0 ? String.format(Locale.ROOT, " %,.0f/s", message.rate()) : ""));
  }

  @Override
  public void close() {
    bar.close();
  }
}
