package dev.varve.bench.compare;

import dev.varve.bench.html.HtmlReport;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.summary.ComparisonTable;
import dev.varve.bench.summary.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Tells what was found: tables on the terminal, a report beside the results. */
final class Outcome {
  private Outcome() {}

  /**
   * Tells it.
   *
   * @param interrupted whether the program is ending: then nothing can be drawn any more
   */
  static void show(
      List<CellResult> results,
      ComparePlan plan,
      String baseline,
      boolean interrupted,
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
    if (interrupted) {
      console.println("partial; varve report --html FILE makes a report of them");
    } else {
      new HtmlReport(summary, present).write(plan.reportFile());
      console.println("report:  " + plan.reportFile());
    }
    console.flush();
  }
}
