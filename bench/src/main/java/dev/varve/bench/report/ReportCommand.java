package dev.varve.bench.report;

import dev.varve.bench.html.ChartFiles;
import dev.varve.bench.html.HtmlReport;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.ResultFile;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.summary.ComparisonTable;
import dev.varve.bench.summary.Differences;
import dev.varve.bench.summary.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Tell the results of varve compare or bench: of one file, tables, and on request an HTML page"
          + " and charts; of two files, which figures differ by more than noise.",
      "Exit status 0 also if figures differ."
    })
public final class ReportCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  /** The workload whose latency is drawn unless another is asked for. */
  private static final String READS = "readrandom";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RESULTS",
      description = "A results.jsonl of varve compare or varve bench.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description =
          "Another one, of the same work: says what changed from RESULTS to OTHER in throughput and"
              + " in the 99th percentile of latency.")
  private Path other;

  @Option(
      names = "--baseline",
      paramLabel = "STORE",
      description = "The store that throughput is compared with. Default: the first in the file.")
  private String baseline;

  @Option(names = "--html", paramLabel = "FILE", description = "Also write the report to FILE.")
  private Path html;

  @Option(
      names = "--charts",
      paramLabel = "DIR",
      description =
          "Also draw throughput-<level>.svg and latency-<level>-<workload>.svg in DIR, to be shown"
              + " elsewhere.")
  private Path charts;

  @Option(
      names = "--workloads",
      paramLabel = "NAME",
      split = ",",
      description = "Workloads in the chart of throughput. Default: all.")
  private List<String> workloads;

  @Option(
      names = "--latency-of",
      paramLabel = "NAME",
      description =
          "Workload in the chart of latency. Default: " + READS + " if there, or the first.")
  private String latencyOf;

  @Override
  public Integer call() {
    if (other != null
        && (baseline != null
            || html != null
            || charts != null
            || workloads != null
            || latencyOf != null)) {
      throw new ParameterException(
          spec.commandLine(), "two files are compared in the terminal only, without options");
    }
    if (charts == null && (workloads != null || latencyOf != null)) {
      throw new ParameterException(
          spec.commandLine(), "--workloads and --latency-of are about --charts");
    }
    try {
      if (other == null) {
        tell(ResultFile.read(file));
      } else {
        compare(Summary.of(ResultFile.read(file)), Summary.of(ResultFile.read(other)));
      }
      return CommandLine.ExitCode.OK;
    } catch (NoSuchFileException failed) {
      // Reading says itself what is missing.
      spec.commandLine()
          .getErr()
          .println("varve report: cannot write " + failed.getFile() + ": no such folder");
      return FAILED;
    } catch (AccessDeniedException failed) {
      spec.commandLine().getErr().println("varve report: " + failed.getFile() + ": no permission");
      return FAILED;
    } catch (IOException failed) {
      String reason = failed.getMessage() == null ? failed.toString() : failed.getMessage();
      spec.commandLine().getErr().println("varve report: " + reason);
      return FAILED;
    }
  }

  private void tell(List<CellResult> results) throws IOException {
    Summary summary = Summary.of(results);
    PrintWriter out = spec.commandLine().getOut();
    String reference = chosen("--baseline", baseline, summary.stores(), summary.defaultBaseline());
    List<String> names =
        summary.workloads().stream()
            .map(workload -> workload.setting().workload())
            .distinct()
            .toList();
    String latency =
        chosen("--latency-of", latencyOf, names, names.contains(READS) ? READS : names.getFirst());
    List<String> bars = workloads == null ? names : workloads;
    for (String name : bars) {
      chosen("--workloads", name, names, name);
    }
    ComparisonTable.lines(summary, reference).forEach(out::println);
    if (html != null) {
      new HtmlReport(summary, reference).write(html);
      out.println("report: " + html);
    }
    if (charts != null) {
      for (Path chart : ChartFiles.write(charts, summary, reference, bars, latency)) {
        out.println("chart: " + chart);
      }
    }
  }

  private String chosen(String option, String asked, List<String> known, String otherwise) {
    if (asked != null && !known.contains(asked)) {
      throw new ParameterException(
          spec.commandLine(),
          option + " must be one of " + String.join(", ", known) + ": " + asked);
    }
    return asked != null ? asked : otherwise;
  }

  private void compare(Summary a, Summary b) {
    PrintWriter out = spec.commandLine().getOut();
    RunInfo runOfA = a.runs().getFirst();
    RunInfo runOfB = b.runs().getFirst();
    out.println("A: " + file + ", " + runOfA.started() + ", Varve " + runOfA.version());
    out.println("B: " + other + ", " + runOfB.started() + ", Varve " + runOfB.version());
    List<String> circumstances = Differences.circumstances(runOfA, runOfB);
    circumstances.forEach(line -> out.println("not the same, " + line));
    out.println();
    Differences.lines(Differences.between(a, b)).forEach(out::println);
  }
}
