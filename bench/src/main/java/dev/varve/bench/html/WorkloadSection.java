package dev.varve.bench.html;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.summary.Figure;
import dev.varve.bench.summary.Spread;
import dev.varve.bench.summary.Summary;
import dev.varve.bench.summary.Summary.Cell;
import dev.varve.bench.summary.Summary.Workload;
import dev.varve.bench.text.Quantities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.ToLongFunction;
import org.knowm.xchart.XYChart;

/** The part of the report about one workload: its charts, then all figures in tables. */
final class WorkloadSection {
  private static final double MEBI = 1 << 20;

  private final Markup page;
  private final Svg svg;
  private final Summary summary;
  private final Workload workload;
  private final StoreStyles styles;
  private final String id;
  private final List<String> stores;

  /** Prepares a section whose ids begin with {@code id}. */
  WorkloadSection(
      Markup page, Svg svg, Summary summary, Workload workload, StoreStyles styles, String id) {
    this.page = page;
    this.svg = svg;
    this.summary = summary;
    this.workload = workload;
    this.styles = styles;
    this.id = id;
    stores = workload.cells().stream().map(Cell::store).toList();
  }

  /** Writes the section. */
  void write() throws IOException {
    page.open("article", "id", id, "aria-labelledby", id + "-title");
    page.element("h3", summary.shortName(workload.setting()), "id", id + "-title").line();
    page.element(
            "p",
            String.join(
                " · ",
                workload.setting().threadsText(),
                workload.loopText(),
                workload.setting().durability(),
                workload.dataText(),
                workload.roundsText()),
            "class",
            "setting")
        .line();
    for (Cell cell : workload.cells()) {
      if (!cell.unverifiedRounds().isEmpty()) {
        page.element("p", HtmlReport.notVerified(workload, cell), "class", "bad").line();
      }
    }
    page.open("div", "class", "charts").line();
    throughput();
    latency();
    timeline();
    amplification();
    levelCharts();
    page.closeLine();
    figures();
    parts();
    levels();
    page.closeLine();
  }

  private void throughput() throws IOException {
    List<BarChart.Group> groups = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (Cell cell : workload.cells()) {
      Spread spread = cell.spread(Figure.OPS_PER_SECOND);
      String text =
          Figure.OPS_PER_SECOND.text(spread.median())
              + (spread.rounds() > 1 ? " (" + compactRange(spread) + ")" : "");
      groups.add(
          new BarChart.Group(cell.store(), List.of(new BarChart.Bar(cell.store(), spread, text))));
      said.add(cell.store() + " " + text);
    }
    figure(
        "throughput",
        new BarChart("operations a second", groups, stores, styles)
            .chart(ChartStyle.WIDTH, Double.NaN, ChartStyle::tick, false),
        "Throughput in operations a second: " + String.join(", ", said),
        "Throughput: the bar ends at the median round, the line goes from the least to the"
            + " greatest. Longer is better.",
        List.of());
  }

  private void latency() throws IOException {
    if (workload.cells().stream().allMatch(cell -> cell.medianRound().percentiles().isEmpty())) {
      return;
    }
    List<String> said = new ArrayList<>();
    for (Cell cell : workload.cells()) {
      CellResult.Latency latency = cell.medianRound().latency();
      said.add(
          String.format(
              Locale.ROOT,
              "%s 50%% %s, 99%% %s, 99.9%% %s, longest %s",
              cell.store(),
              Quantities.micros(latency.p50Ns()),
              Quantities.micros(latency.p99Ns()),
              Quantities.micros(latency.p999Ns()),
              Quantities.micros(latency.maxNs())));
    }
    figure(
        "latency",
        LatencyChart.chart(workload, styles, ChartStyle.WIDTH, false),
        "Latency in microseconds at each percentile: " + String.join("; ", said),
        "Latency of the median round: so many of all operations took at most so long. Both axes"
            + " are logarithmic; each curve ends at its longest operation. Lower is better.",
        stores);
  }

  private void timeline() throws IOException {
    TimelineChart timeline = new TimelineChart(workload, styles, ChartStyle.WIDTH);
    if (timeline.isEmpty()) {
      return;
    }
    List<String> events = timeline.events();
    page.open("figure").line();
    PageParts.legend(page, stores, styles);
    picture("timeline", timeline.throughput(), "Throughput over time, a line for each store");
    if (!events.isEmpty()) {
      picture(
          "events",
          timeline.eventsBelow(),
          "When background work was done: " + String.join("; ", events));
    }
    page.element(
            "figcaption",
            "Throughput over time in the median round"
                + (events.isEmpty()
                    ? ". No store told of flushes, compactions or stalls."
                    : ", and below it when flushes and compactions ended and when a store held"
                        + " writers back."))
        .line();
    page.closeLine();
  }

  private void amplification() throws IOException {
    List<BarChart.Group> groups = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (Figure figure : List.of(Figure.WRITE_AMPLIFICATION, Figure.SPACE_AMPLIFICATION)) {
      List<BarChart.Bar> bars = new ArrayList<>();
      for (Cell cell : workload.cells()) {
        Spread spread = cell.spread(figure);
        String text =
            Quantities.factor(spread.median())
                + (spread.rounds() > 1
                    ? " (" + range(spread.min(), spread.max(), Quantities::factor) + ")"
                    : "");
        bars.add(new BarChart.Bar(cell.store(), spread, text));
        if (spread.isPresent()) {
          said.add(figure.title() + " of " + cell.store() + " " + text);
        }
      }
      if (bars.stream().anyMatch(bar -> bar.spread().isPresent())) {
        groups.add(new BarChart.Group(figure.unit(), bars));
      }
    }
    if (!workload.writes() || groups.isEmpty()) {
      return;
    }
    figure(
        "amplification",
        new BarChart("bytes for each byte", groups, stores, styles)
            .chart(ChartStyle.WIDTH, 1, ChartStyle::tick, false),
        "Amplification: " + String.join(", ", said),
        "Amplification: bytes written to storage for each byte of keys and values put, and bytes of"
            + " files for each byte held. Shorter is better; the grey line is 1.",
        stores);
  }

  private void levelCharts() throws IOException {
    if (!workload.writes()) {
      return;
    }
    levelChart(
        "levels",
        "MiB in files",
        "What each level of the trees holds after settling.",
        CellResult.Level::bytes);
    levelChart(
        "written",
        "MiB written to the level",
        "What flushes and compactions wrote to each level since the store was opened.",
        CellResult.Level::writtenBytes);
  }

  private void levelChart(
      String name, String title, String caption, ToLongFunction<CellResult.Level> bytes)
      throws IOException {
    List<String> trees = new ArrayList<>();
    TreeSet<Integer> numbers = new TreeSet<>();
    for (Cell cell : workload.cells()) {
      List<CellResult.Level> told =
          cell.medianRound().levels().stream()
              .filter(level -> bytes.applyAsLong(level) >= 0)
              .toList();
      if (!told.isEmpty()) {
        trees.add(cell.store());
        told.forEach(level -> numbers.add(level.level()));
      }
    }
    if (trees.isEmpty()) {
      return;
    }
    List<BarChart.Group> groups = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (int number : numbers) {
      List<BarChart.Bar> bars = new ArrayList<>();
      for (String store : trees) {
        for (CellResult.Level level : workload.cell(store).orElseThrow().medianRound().levels()) {
          if (level.level() == number) {
            double mebi = mebi(bytes.applyAsLong(level));
            String text = Double.isNaN(mebi) ? "not told" : Quantities.decimal(mebi);
            bars.add(new BarChart.Bar(store, Spread.of(List.of(mebi), value -> value), text));
            said.add(store + " level " + number + ": " + text);
          }
        }
      }
      groups.add(new BarChart.Group("level " + number, bars));
    }
    figure(
        name,
        new BarChart(title, groups, trees, styles)
            .chart(ChartStyle.WIDTH, Double.NaN, ChartStyle::tick, false),
        title + ": " + String.join(", ", said),
        caption,
        trees);
  }

  private void figure(
      String name, XYChart chart, String description, String caption, List<String> explained)
      throws IOException {
    page.open("figure").line();
    if (!explained.isEmpty()) {
      PageParts.legend(page, explained, styles);
    }
    picture(name, chart, description);
    page.element("figcaption", caption).line();
    page.closeLine();
  }

  private void picture(String name, XYChart chart, String description) throws IOException {
    page.open("div", "class", "picture")
        .raw(svg.inline(chart, id + "-" + name, description))
        .closeLine();
  }

  private void figures() {
    PageParts.openTable(
        page,
        "All figures of "
            + summary.shortName(workload.setting())
            + ": the median round, and from the least to the greatest.");
    page.open("thead").open("tr").element("th", "figure", "scope", "col");
    for (String store : stores) {
      PageParts.storeHeading(page, store, styles);
    }
    page.close().closeLine().open("tbody").line();
    for (Figure figure : Figure.values()) {
      if (workload.cells().stream().noneMatch(cell -> cell.spread(figure).isPresent())) {
        continue;
      }
      page.open("tr").open("th", "scope", "row").text(figure.title());
      if (!figure.unit().isEmpty()) {
        page.text(" ").element("span", "(" + figure.unit() + ")", "class", "unit");
      }
      page.close();
      for (Cell cell : workload.cells()) {
        spread(cell.spread(figure), figure::text);
      }
      page.closeLine();
    }
    page.open("tr").element("th", "every answer checked and right", "scope", "row");
    for (Cell cell : workload.cells()) {
      boolean verified = cell.unverifiedRounds().isEmpty();
      page.element("td", verified ? "yes" : "NO", "class", verified ? "" : "bad");
    }
    page.closeLine();
    PageParts.closeTable(page);
  }

  private void parts() {
    if (workload.cells().stream().allMatch(cell -> cell.parts().isEmpty())) {
      return;
    }
    PageParts.openTable(
        page, "Parts of the work: medians of the rounds. Latencies in microseconds.");
    page.open("thead").open("tr");
    for (String heading :
        List.of("store", "part", "operations", "ops/s", "p50", "p95", "p99", "p99.9", "longest")) {
      page.element("th", heading, "scope", "col", "class", heading.equals("part") ? "words" : "");
    }
    page.close().closeLine().open("tbody").line();
    for (Cell cell : workload.cells()) {
      for (String name : cell.parts()) {
        List<CellResult.Part> rounds = cell.part(name);
        page.open("tr");
        page.element("th", cell.store(), "scope", "row").element("td", name, "class", "words");
        spread(Spread.of(rounds, CellResult.Part::operations), Figure.OPS_PER_SECOND::text);
        spread(Spread.of(rounds, CellResult.Part::opsPerSecond), Figure.OPS_PER_SECOND::text);
        for (ToLongFunction<CellResult.Latency> latency :
            List.<ToLongFunction<CellResult.Latency>>of(
                CellResult.Latency::p50Ns,
                CellResult.Latency::p95Ns,
                CellResult.Latency::p99Ns,
                CellResult.Latency::p999Ns,
                CellResult.Latency::maxNs)) {
          spread(
              Spread.of(rounds, part -> latency.applyAsLong(part.latency()) / 1e3),
              Quantities::decimal);
        }
        page.closeLine();
      }
    }
    PageParts.closeTable(page);
  }

  private void levels() {
    if (workload.cells().stream().allMatch(cell -> cell.medianRound().levels().isEmpty())) {
      return;
    }
    PageParts.openTable(
        page,
        "Levels after settling, in the median round. Written: by flushes and compactions since the"
            + " store was opened; per flushed byte: for each byte that was written to level 0.");
    page.open("thead").open("tr");
    for (String heading :
        List.of("store", "level", "files", "MiB", "written MiB", "per flushed byte")) {
      page.element("th", heading, "scope", "col");
    }
    page.close().closeLine().open("tbody").line();
    for (Cell cell : workload.cells()) {
      List<CellResult.Level> levels = cell.medianRound().levels();
      double flushed =
          levels.stream()
              .filter(level -> level.level() == 0)
              .mapToDouble(level -> mebi(level.writtenBytes()))
              .filter(mebi -> mebi > 0)
              .findFirst()
              .orElse(Double.NaN);
      for (CellResult.Level level : levels) {
        double written = mebi(level.writtenBytes());
        page.open("tr")
            .element("th", cell.store(), "scope", "row")
            .element("td", Integer.toString(level.level()))
            .element("td", Quantities.count(level.files()))
            .element("td", Quantities.decimal(mebi(level.bytes())))
            .element("td", PageParts.dash(Quantities.decimal(written)))
            .element("td", PageParts.dash(Quantities.factor(written / flushed)))
            .closeLine();
      }
    }
    PageParts.closeTable(page);
  }

  private void spread(Spread spread, DoubleFunction<String> text) {
    page.open("td").text(PageParts.dash(text.apply(spread.median())));
    if (!text.apply(spread.min()).equals(text.apply(spread.max()))) {
      page.element("span", range(spread.min(), spread.max(), text), "class", "range");
    }
    page.close();
  }

  /** Bytes as MiB; not a number if the store does not tell. */
  private static double mebi(long bytes) {
    return bytes < 0 ? Double.NaN : bytes / MEBI;
  }

  private static String compactRange(Spread spread) {
    return range(spread.min(), spread.max(), Quantities::compact);
  }

  private static String range(double min, double max, DoubleFunction<String> text) {
    return text.apply(min) + "–" + text.apply(max);
  }
}
