package dev.varve.bench.html;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.summary.Summary;
import dev.varve.bench.summary.Summary.Cell;
import dev.varve.bench.summary.Summary.Workload;
import dev.varve.bench.text.Quantities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A comparison as one HTML file: what was measured on what, an overview, and all figures of each
 * workload as charts and tables. It needs no network and no scripts, and is XML too.
 */
public final class HtmlReport {
  private final Summary summary;
  private final String baseline;
  private final StoreStyles styles;
  private final Svg svg = new Svg();
  private final Markup page = new Markup();

  /** A report that compares with the first store. */
  public HtmlReport(List<CellResult> results) {
    this(Summary.of(results), Summary.of(results).defaultBaseline());
  }

  /**
   * A report.
   *
   * @param baseline the store that throughput is compared with
   */
  public HtmlReport(Summary summary, String baseline) {
    this.summary = summary;
    this.baseline = baseline;
    styles = new StoreStyles(summary.stores());
  }

  /**
   * Writes the report; a file that is there is replaced.
   *
   * @throws IOException if the file cannot be written, or Java finds no font to draw charts with
   */
  public void write(Path file) throws IOException {
    ChartStyle.requireFonts();
    Files.writeString(file, html(), StandardCharsets.UTF_8);
  }

  private String html() throws IOException {
    String title = "Stores compared: " + String.join(", ", summary.stores());
    page.raw("<!DOCTYPE html>\n");
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").line();
    page.open("head").line();
    page.empty("meta", "charset", "utf-8").line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    page.element("title", title).line();
    page.open("style").raw(style()).closeLine();
    page.closeLine();
    page.open("body").line();
    page.open("header").line();
    page.element("h1", title).line();
    for (RunInfo run : summary.runs()) {
      page.element(
              "p",
              started(run)
                  + " · Varve "
                  + run.version()
                  + " · "
                  + String.join(" · ", run.machine().values()),
              "class",
              "setting")
          .line();
    }
    verified();
    page.closeLine();
    contents();
    page.open("main").line();
    new OverviewSection(page, svg, summary, styles, baseline).write();
    setup();
    reading();
    int number = 0;
    for (String level : summary.levels()) {
      page.open("section", "id", "level-" + PageParts.id(level)).line();
      page.element("h2", PageParts.levelTitle(level)).line();
      for (Workload workload : summary.workloads(level)) {
        new WorkloadSection(page, svg, summary, workload, styles, "w" + ++number).write();
      }
      page.closeLine();
    }
    options();
    page.closeLine();
    page.open("footer")
        .element(
            "p",
            "Made by ./varve report from the results of ./varve compare or ./varve bench. How each"
                + " figure is made and how to repeat the run: docs/benchmarking.md in Varve's"
                + " source.")
        .closeLine();
    page.raw(svg.sharedOutlines()).line();
    page.closeLine();
    page.closeLine();
    return page.toString();
  }

  private static String style() throws IOException {
    try (var in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new AssertionError("report.css is not beside the classes");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void verified() {
    List<String> wrong = new ArrayList<>();
    long cells = 0;
    for (Workload workload : summary.workloads()) {
      for (Cell cell : workload.cells()) {
        cells += cell.rounds().size();
        if (!cell.unverifiedRounds().isEmpty()) {
          wrong.add(notVerified(workload, cell));
        }
      }
    }
    if (wrong.isEmpty()) {
      page.element(
              "p",
              "Verified: in all "
                  + Quantities.count(cells)
                  + " measurements every answer of the store was checked and right.",
              "class",
              "good")
          .line();
    } else {
      wrong.forEach(sentence -> page.element("p", sentence, "class", "bad").line());
    }
  }

  /** The sentence about a cell of which not every answer was checked and right. */
  static String notVerified(Workload workload, Cell cell) {
    return "NOT VERIFIED: "
        + cell.store()
        + " in "
        + workload.setting().workload()
        + ", round "
        + cell.unverifiedRounds().stream().map(String::valueOf).collect(Collectors.joining(", "))
        + ". Its figures there mean nothing.";
  }

  private void contents() {
    page.open("nav", "aria-label", "Contents").open("ul").line();
    link("#overview", "Overview");
    link("#setup", "Machine and options");
    link("#reading", "How to read this");
    int number = 0;
    for (String level : summary.levels()) {
      page.open("li")
          .element("a", PageParts.levelTitle(level), "href", "#level-" + PageParts.id(level));
      page.open("ul").line();
      for (Workload workload : summary.workloads(level)) {
        link("#w" + ++number, summary.shortName(workload.setting()));
      }
      page.close().closeLine();
    }
    link("#options", "Options of the stores");
    page.close().closeLine();
  }

  private void link(String target, String text) {
    page.open("li").element("a", text, "href", target).closeLine();
  }

  private void setup() {
    page.open("section", "id", "setup").line();
    page.element("h2", "Machine and options").line();
    for (RunInfo run : summary.runs()) {
      if (summary.runs().size() > 1) {
        page.element("h3", "Run of " + started(run)).line();
      }
      page.open("div", "class", "cards").line();
      card("Machine", run.machine());
      card("Asked for", run.options());
      if (!run.absent().isEmpty()) {
        card("Not measured", run.absent());
      }
      page.closeLine();
    }
    if (summary.runs().stream().allMatch(run -> run.absent().isEmpty())) {
      page.element("p", "All stores that were asked for could run.").line();
    }
    page.closeLine();
  }

  private void card(String title, Map<String, String> entries) {
    page.open("div", "class", "card").element("h4", title).open("dl").line();
    entries.forEach((name, value) -> page.element("dt", name).element("dd", value).line());
    page.close().closeLine();
  }

  private void reading() {
    page.open("section", "id", "reading").line();
    page.element("h2", "How to read this").line();
    page.open("dl", "class", "reading").line();
    explain(
        "Rounds",
        "Every store was measured in every workload as often as each section says. Shown are the"
            + " median of the rounds and the range from the least to the greatest; ranges that"
            + " overlap mean that the order of two stores may be chance.");
    Set<String> loops =
        summary.workloads().stream()
            .map(workload -> workload.setting().loop())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (loops.contains("closed")) {
      explain(
          "Closed loop",
          "Each thread starts an operation when its last one has ended, as fast as it can. Latency"
              + " is that of the operation alone; nobody queues, so under a fixed load it could be"
              + " longer.");
    }
    if (loops.contains("open")) {
      explain(
          "Open loop",
          "Operations have intended starts at the rate named. Latency counts from the intended"
              + " start, so it holds the wait behind a slow operation too.");
    }
    Set<String> durabilities =
        summary.workloads().stream()
            .map(workload -> workload.setting().durability())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (durabilities.contains("buffered")) {
      explain(
          "Durability: buffered",
          "A write is acknowledged when the operating system has it: it survives the end of the"
              + " process, not a loss of power.");
    }
    if (durabilities.contains("sync")) {
      explain(
          "Durability: sync",
          "A write is acknowledged when it is on storage: it survives a loss of power.");
    }
    explain(
        "Verified",
        "Every answer of a store was compared with what it had to be. A figure of a store that"
            + " answers wrongly means nothing; such a store is named at the top.");
    explain(
        "Stalls",
        "Operations of at least "
            + CellResult.STALL_MILLIS
            + " ms. In the charts over time: when a store itself says that it held writers back.");
    explain(
        "Write amplification",
        "Bytes that the process had written to storage, by the system's account and until"
            + " background work was done, for each byte of keys and values put.");
    explain(
        "Space amplification",
        "Bytes of files on storage after background work was done, for each byte of keys and values"
            + " held.");
    explain(
        "More",
        "docs/benchmarking.md in Varve's source tells how each figure is made, what each workload"
            + " does, and how to repeat the run.");
    page.close().closeLine();
  }

  private void explain(String term, String meaning) {
    page.element("dt", term).element("dd", meaning).line();
  }

  private void options() {
    page.open("section", "id", "options").line();
    page.element("h2", "Options of the stores").line();
    page.element("p", "What each store was opened with, in the words of its own documentation.")
        .line();
    page.open("div", "class", "cards").line();
    for (String level : summary.levels()) {
      for (String store : summary.stores()) {
        Map<String, String> options = options(level, store);
        if (!options.isEmpty()) {
          card(summary.levels().size() > 1 ? store + " (" + level + ")" : store, options);
        }
      }
    }
    page.close().closeLine();
  }

  /** A store's options; where they were not the same in all workloads, each value with its own. */
  private Map<String, String> options(String level, String store) {
    Map<String, Map<String, Set<String>>> workloads = new LinkedHashMap<>();
    for (Workload workload : summary.workloads(level)) {
      for (CellResult round : workload.cell(store).map(Cell::rounds).orElse(List.of())) {
        round
            .storeOptions()
            .forEach((name, value) ->
                workloads
                    .computeIfAbsent(name, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(value, _ -> new LinkedHashSet<>())
                    .add(summary.shortName(workload.setting())));
      }
    }
    Map<String, String> options = new LinkedHashMap<>();
    workloads.forEach((name, values) ->
        options.put(
            name,
            values.size() == 1
                ? values.keySet().iterator().next()
                : values.entrySet().stream()
                    .map(value -> value.getKey() + " (" + String.join(", ", value.getValue()) + ")")
                    .collect(Collectors.joining("; "))));
    return options;
  }

  /** When a run began, as people read it. */
  static String started(RunInfo run) {
    return run.started()
        .replaceFirst("T(\\d\\d:\\d\\d)[:0-9.]*", " $1 ")
        .replaceFirst(" (\\+00:00|Z)$", " UTC");
  }
}
