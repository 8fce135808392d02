package dev.varve.bench.html;

import dev.varve.bench.result.RunInfo;
import dev.varve.bench.summary.Summary;
import dev.varve.bench.summary.Summary.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Charts to be shown outside of a report, each an SVG file that says below the picture what was
 * measured, when, and on what.
 */
public final class ChartFiles {
  private static final int WIDTH = 820;

  /** Captions are text, in a font that may be a little wider where they are read. */
  private static final int CAPTION_WIDTH = WIDTH - 40;

  private final Path folder;
  private final Summary summary;
  private final StoreStyles styles;
  private final List<Path> written = new ArrayList<>();

  private ChartFiles(Path folder, Summary summary) {
    this.folder = folder;
    this.summary = summary;
    styles = new StoreStyles(summary.stores());
  }

  /**
   * Writes {@code throughput-<level>.svg}, the throughput of workloads as multiples of a store's,
   * for each level that has that store, and {@code latency-<level>-<workload>.svg}, with the
   * threads if there are several numbers of them, for each setting of one workload. The folder is
   * made if need be, files of the same names are replaced.
   *
   * @param workloads names of those whose throughput is shown
   * @param latencyOf the name of the one whose latency is shown
   * @return the files that were written
   * @throws IOException if that fails, or Java finds no font to draw with
   */
  public static List<Path> write(
      Path folder, Summary summary, String baseline, List<String> workloads, String latencyOf)
      throws IOException {
    ChartStyle.requireFonts();
    Files.createDirectories(folder);
    ChartFiles files = new ChartFiles(folder, summary);
    for (String level : summary.levels()) {
      files.throughput(
          level,
          RatioChart.comparable(summary.workloads(level), baseline).stream()
              .filter(workload -> workloads.contains(workload.setting().workload()))
              .toList(),
          baseline);
      for (Workload workload : summary.workloads(level)) {
        if (workload.setting().workload().equals(latencyOf)) {
          files.latency(workload);
        }
      }
    }
    return files.written;
  }

  private void throughput(String level, List<Workload> workloads, String baseline)
      throws IOException {
    if (workloads.isEmpty()) {
      return;
    }
    write(
        "throughput-" + level,
        Svg.file(
            RatioChart.chart(summary, level, workloads, baseline, styles, WIDTH, true),
            "Throughput of each store as a multiple of that of " + baseline,
            caption(
                "Bars: median of "
                    + common(workloads, Workload::roundsText)
                    + "; lines: least to greatest. "
                    + conditions(workloads))));
  }

  private void latency(Workload workload) throws IOException {
    write(
        "latency-"
            + workload.setting().level()
            + "-"
            + summary.shortName(workload.setting()).replace("×", ""),
        Svg.file(
            LatencyChart.chart(workload, styles, WIDTH, true),
            "Latency of each store at each percentile: " + workload.setting().workload(),
            caption(
                "Median round of "
                    + workload.roundsText()
                    + ", both axes logarithmic. "
                    + conditions(List.of(workload)))));
  }

  private void write(String name, String svg) throws IOException {
    Path file = folder.resolve(name.replaceAll("[^A-Za-z0-9.]+", "-") + ".svg");
    Files.writeString(file, svg, StandardCharsets.UTF_8);
    written.add(file);
  }

  /** What the workloads have in common, and what they do not. */
  private static String conditions(List<Workload> workloads) {
    List<String> threads =
        workloads.stream()
            .map(workload -> workload.setting().threads())
            .distinct()
            .sorted()
            .map(String::valueOf)
            .toList();
    return String.join(
        ", ",
        String.join(", ", threads) + (threads.equals(List.of("1")) ? " thread" : " threads"),
        common(workloads, workload -> workload.setting().durability()),
        common(workloads, Workload::loopText),
        common(workloads, Workload::dataText));
  }

  private static String common(List<Workload> workloads, Function<Workload, String> text) {
    return workloads.stream().map(text).distinct().collect(Collectors.joining(" or "));
  }

  /** What is below a picture: how it was measured, then each run. */
  private List<String> caption(String how) {
    List<String> lines = new ArrayList<>(wrap(how + "."));
    for (RunInfo run : summary.runs()) {
      lines.addAll(
          wrap(
              HtmlReport.started(run)
                  + ", Varve "
                  + run.version()
                  + ". "
                  + String.join("; ", run.machine().values())
                  + "."));
      lines.addAll(wrap("Options: " + list(run.options()) + "."));
    }
    return lines;
  }

  private static String list(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining("; "));
  }

  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : Arrays.asList(text.split("\\s+"))) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && ChartStyle.width(longer) > CAPTION_WIDTH) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }
}
