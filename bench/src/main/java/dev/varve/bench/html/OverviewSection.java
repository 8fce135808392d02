package dev.varve.bench.html;

import dev.varve.bench.summary.Differences;
import dev.varve.bench.summary.Figure;
import dev.varve.bench.summary.Spread;
import dev.varve.bench.summary.Summary;
import dev.varve.bench.summary.Summary.Workload;
import dev.varve.bench.text.Quantities;
import java.io.IOException;
import java.util.List;
import org.knowm.xchart.XYChart;

/** The first section of the page: throughput of all stores in all workloads, at a glance. */
final class OverviewSection {
  private static final int WIDTH = 560;

  private final Markup page;
  private final Svg svg;
  private final Summary summary;
  private final StoreStyles styles;
  private final String baseline;

  OverviewSection(Markup page, Svg svg, Summary summary, StoreStyles styles, String baseline) {
    this.page = page;
    this.svg = svg;
    this.summary = summary;
    this.styles = styles;
    this.baseline = baseline;
  }

  /** Writes it. */
  void write() throws IOException {
    page.open("section", "id", "overview").line();
    page.element("h2", "Overview").line();
    for (String level : summary.levels()) {
      List<Workload> workloads = summary.workloads(level);
      if (summary.levels().size() > 1) {
        page.element("h3", PageParts.levelTitle(level)).line();
      }
      page.open("div", "class", "overview").line();
      table(summary.stores(level), workloads);
      List<Workload> comparable = RatioChart.comparable(workloads, baseline);
      if (!comparable.isEmpty() && summary.stores(level).size() > 1) {
        XYChart chart = RatioChart.chart(summary, level, workloads, baseline, styles, WIDTH, false);
        page.open("figure").line();
        PageParts.legend(page, summary.stores(level), styles);
        page.open("div", "class", "picture")
            .raw(
                svg.inline(
                    chart,
                    "overview-" + PageParts.id(level),
                    "Throughput of each store in each workload as a multiple of "
                        + baseline
                        + "'s; the figures are in the table above"))
            .closeLine();
        page.element(
                "figcaption",
                "Throughput as a multiple of "
                    + baseline
                    + "'s median: the bar ends at the median round, the line goes from the least to"
                    + " the greatest. Longer is better.")
            .line();
        page.closeLine();
      }
      page.closeLine();
    }
    page.closeLine();
  }

  private void table(List<String> stores, List<Workload> workloads) {
    PageParts.openTable(
        page,
        "Throughput as a multiple of the median of "
            + baseline
            + ", from the least round to the greatest, and in operations a second. Shaded where no"
            + " round lies within the range of "
            + baseline
            + " and the medians are at least 10% apart: green above, red below.");
    page.open("thead").open("tr").element("th", "workload", "scope", "col");
    for (String store : stores) {
      PageParts.storeHeading(page, store, styles);
    }
    page.close().closeLine().open("tbody").line();
    for (Workload workload : workloads) {
      Spread reference = workload.spread(baseline, Figure.OPS_PER_SECOND);
      page.open("tr").open("th", "scope", "row").text(summary.shortName(workload.setting()));
      page.element(
          "span",
          String.join(
              ", ",
              workload.setting().threadsText(),
              workload.setting().durability(),
              workload.loopText()),
          "class",
          "range");
      page.close();
      for (String store : stores) {
        cell(workload.spread(store, Figure.OPS_PER_SECOND), reference);
      }
      page.closeLine();
    }
    PageParts.closeTable(page);
  }

  private void cell(Spread throughput, Spread reference) {
    if (!throughput.isPresent()) {
      page.element("td", "not run", "class", "quiet");
      return;
    }
    Spread ratio = throughput.over(reference);
    String shade = "";
    if (ratio.isPresent() && Differences.isApart(reference, throughput)) {
      shade = ratio.median() > 1 ? "above" : "below";
    }
    page.open("td", "class", shade);
    if (ratio.isPresent()) {
      page.element("strong", Quantities.multiple(ratio.median()) + "×");
      if (ratio.rounds() > 1) {
        page.element(
            "span",
            Quantities.multiple(ratio.min()) + "–" + Quantities.multiple(ratio.max()) + "×",
            "class",
            "range");
      }
    }
    page.element("span", Quantities.compact(throughput.median()) + " ops/s", "class", "range");
    page.close();
  }
}
