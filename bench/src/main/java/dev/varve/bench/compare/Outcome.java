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

  static void show(List<CellResult> results, ComparePlan plan, String baseline, PrintWriter console)
      throws IOException {
    if (results.isEmpty()) {
      return;
    }
    Summary summary = Summary.of(results);
    // A store that could not run is no baseline.
    String present = summary.stores().contains(baseline) ? baseline : summary.stores().getFirst();
    ComparisonTable.lines(summary, present).forEach(console::println);
    new HtmlReport(summary, present).write(plan.reportFile());
    console.println("results: " + plan.resultFile());
    console.println("report:  " + plan.reportFile());
    console.flush();
  }
}
