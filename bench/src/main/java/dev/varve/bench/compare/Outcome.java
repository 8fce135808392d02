package dev.varve.bench.compare;

import dev.varve.bench.html.HtmlReport;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.summary.ComparisonTable;
import dev.varve.bench.summary.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Tells what was found: tables on the terminal, a report beside the results. */
final class Outcome {
  private Outcome() {}

  /**
   * Tells it.
   *
   * @param interrupted tells whether the program is ending: then nothing can be drawn any more
   */
  static void show(
      List<CellResult> results,
      ComparePlan plan,
      String baseline,
      BooleanSupplier interrupted,
      PrintWriter console)
      throws IOException {
    if (results.isEmpty()) {
      return;
    }
    Summary summary = Summary.of(results);
    // A store that could not run is no baseline.
    String present = summary.stores().contains(baseline) ? baseline : summary.stores().getFirst();
    ComparisonTable.lines(summary, present).forEach(console::println);
    console.println("results: " + plan.resultFile());
    if (draw(summary, present, plan, interrupted)) {
      console.println("report:  " + plan.reportFile());
    } else {
      console.println("partial; varve report --html FILE makes a report of them");
    }
    console.flush();
  }

  private static boolean draw(
      Summary summary, String baseline, ComparePlan plan, BooleanSupplier interrupted)
      throws IOException {
    if (interrupted.getAsBoolean()) {
      return false;
    }
    try {
      new HtmlReport(summary, baseline).write(plan.reportFile());
      return true;
    } catch (IllegalStateException | LinkageError failed) {
      // What draws is not initialized while the program is ending.
      if (interrupted.getAsBoolean()) {
        return false;
      }
      throw failed;
    }
  }
}
