package dev.varve.bench.html;

import dev.varve.bench.summary.Figure;
import dev.varve.bench.summary.Spread;
import dev.varve.bench.summary.Summary;
import dev.varve.bench.summary.Summary.Workload;
import dev.varve.bench.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;

/** Throughput in all workloads of a level, as multiples of one store's. */
final class RatioChart {
  private RatioChart() {}

  /**
   * Makes the chart.
   *
   * @param workloads of the level, of which at least one has the baseline; the others are left out
   */
  static XYChart chart(
      Summary summary,
      String level,
      List<Workload> workloads,
      String baseline,
      StoreStyles styles,
      int width,
      boolean legend) {
    List<String> stores = summary.stores(level);
    List<BarChart.Group> groups = new ArrayList<>();
    for (Workload workload : comparable(workloads, baseline)) {
      Spread reference = workload.spread(baseline, Figure.OPS_PER_SECOND);
      List<BarChart.Bar> bars = new ArrayList<>();
      for (String store : stores) {
        Spread ratio = workload.spread(store, Figure.OPS_PER_SECOND).over(reference);
        bars.add(new BarChart.Bar(store, ratio, text(ratio)));
      }
      groups.add(new BarChart.Group(summary.shortName(workload.setting()), bars));
    }
    return new BarChart("throughput, times that of " + baseline, groups, stores, styles)
        .chart(width, 1, value -> ChartStyle.tick(value) + "×", legend);
  }

  /** The workloads in which the baseline was measured. */
  static List<Workload> comparable(List<Workload> workloads, String baseline) {
    return workloads.stream()
        .filter(workload -> workload.spread(baseline, Figure.OPS_PER_SECOND).isPresent())
        .toList();
  }

  private static String text(Spread ratio) {
    if (!ratio.isPresent()) {
      return "not run";
    }
    return Quantities.multiple(ratio.median())
        + "×"
        + (ratio.rounds() > 1
            ? " (" + Quantities.multiple(ratio.min()) + "–" + Quantities.multiple(ratio.max()) + ")"
            : "");
  }
}
