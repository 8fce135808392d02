package dev.varve.bench.summary;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.summary.Difference.Verdict;
import dev.varve.bench.summary.Summary.Cell;
import dev.varve.bench.summary.Summary.Setting;
import dev.varve.bench.summary.Summary.Workload;
import dev.varve.bench.text.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * Compares two runs, cell by cell, and tells noise from change. A difference is real if all of this
 * holds:
 *
 * <ul>
 *   <li>Welch's t-test on the logarithms of the rounds, two-sided, finds it at {@value
 *       #SIGNIFICANCE} after Holm's correction over everything that is compared: if nothing
 *       changed, at most one pair of runs in twenty shows any difference at all;
 *   <li>the ranges of the rounds have no value in common;
 *   <li>the medians are at least a factor of {@value #LEAST_FACTOR} apart, up or down: smaller ones
 *       may be real, but machines differ by that much from one day to another.
 * </ul>
 *
 * <p>The first needs at least two rounds of each run, and to find anything in practice three.
 */
public final class Differences {
  /** How likely any false difference may be, over all comparisons of two runs together. */
  static final double SIGNIFICANCE = 0.05;

  /** Medians closer than this are not called different. */
  static final double LEAST_FACTOR = 1.1;

  /** What is compared. */
  static final List<Figure> FIGURES = List.of(Figure.OPS_PER_SECOND, Figure.P99);

  private Differences() {}

  /** Compares the cells of two runs, in the order of run A, then what only B has. */
  public static List<Difference> between(Summary a, Summary b) {
    Map<Setting, Set<String>> cells = new LinkedHashMap<>();
    for (Summary run : List.of(a, b)) {
      for (Workload workload : run.workloads()) {
        Set<String> stores = cells.computeIfAbsent(workload.setting(), _ -> new LinkedHashSet<>());
        workload.cells().forEach(cell -> stores.add(cell.store()));
      }
    }
    List<Difference> untested = new ArrayList<>();
    cells.forEach((setting, stores) -> {
      for (String store : stores) {
        for (Figure figure : FIGURES) {
          untested.add(
              pair(setting, store, figure, cell(a, setting, store), cell(b, setting, store)));
        }
      }
    });
    return judge(untested);
  }

  /** The table of all differences, and a last line that says how many are real. */
  public static List<String> lines(List<Difference> differences) {
    TextTable table =
        new TextTable(
            List.of(
                "workload",
                "level",
                "threads",
                "store",
                "figure",
                "A",
                "B",
                "change",
                "p",
                "verdict"));
    for (Difference difference : differences) {
      table.row(
          List.of(
              difference.setting().workload(),
              difference.setting().level(),
              Integer.toString(difference.setting().threads()),
              difference.store(),
              difference.figure() == Figure.P99 ? "p99 us" : difference.figure().unit(),
              difference.figure().text(difference.a().median()),
              difference.figure().text(difference.b().median()),
              difference.changeText(),
              Double.isNaN(difference.probability())
                  ? difference.figure().text(Double.NaN)
                  : String.format(Locale.ROOT, "%.3f", difference.probability()),
              switch (difference.verdict()) {
                case BETTER -> "better";
                case WORSE -> "WORSE";
                case NOISE -> "noise";
                case UNKNOWN -> difference.reason();
              }));
    }
    List<String> lines = new ArrayList<>(table.lines(""));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "A figure differs if Welch's t-test finds it at %.0f%% (p, corrected after Holm for all"
                + " rows), no round of one run lies within the range of the other, and the medians"
                + " are %.0f%% apart or more.",
            SIGNIFICANCE * 100,
            (LEAST_FACTOR - 1) * 100));
    long real = differences.stream().filter(Difference::isReal).count();
    long worse =
        differences.stream().filter(difference -> difference.verdict() == Verdict.WORSE).count();
    long unknown =
        differences.stream().filter(difference -> difference.verdict() == Verdict.UNKNOWN).count();
    lines.add(
        (real == 0
                ? "No figure differs"
                : real
                    + " of "
                    + differences.size()
                    + " figures differ, "
                    + worse
                    + " for the worse")
            + (unknown == 0 ? "." : "; of " + unknown + " there is no telling."));
    return lines;
  }

  /** What the circumstances of two runs do not have in common, a line for each. */
  public static List<String> circumstances(RunInfo a, RunInfo b) {
    List<String> lines = new ArrayList<>();
    addDifferent(lines, "machine", a.machine(), b.machine());
    addDifferent(lines, "option", a.options(), b.options());
    return lines;
  }

  /**
   * Welch's t-test, two-sided, on the logarithms of two samples of positive values, each of at
   * least two.
   *
   * @return how likely means so far apart are if there is no difference
   */
  static double welch(double[] a, double[] b) {
    double[] logsOfA = Arrays.stream(a).map(Math::log).toArray();
    double[] logsOfB = Arrays.stream(b).map(Math::log).toArray();
    if (StatUtils.variance(logsOfA) + StatUtils.variance(logsOfB) == 0) { // the test divides by it
      return logsOfA[0] == logsOfB[0] ? 1 : 0;
    }
    return new TTest().tTest(logsOfA, logsOfB);
  }

  /** Holm's correction: the probabilities that may be compared with one level all together. */
  static double[] holm(double[] probabilities) {
    int count = probabilities.length;
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> probabilities[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[count];
    double least = 0;
    for (int rank = 0; rank < count; rank++) {
      least = Math.max(least, Math.min(1, (count - rank) * probabilities[order[rank]]));
      corrected[order[rank]] = least;
    }
    return corrected;
  }

  private static Optional<Cell> cell(Summary run, Setting setting, String store) {
    return run.workloads().stream()
        .filter(workload -> workload.setting().equals(setting))
        .findFirst()
        .flatMap(workload -> workload.cell(store));
  }

  /** Puts the two side by side, with a reason if they cannot be tested. */
  private static Difference pair(
      Setting setting, String store, Figure figure, Optional<Cell> a, Optional<Cell> b) {
    Spread inA = a.map(cell -> cell.spread(figure)).orElse(Spread.NONE);
    Spread inB = b.map(cell -> cell.spread(figure)).orElse(Spread.NONE);
    String reason;
    double probability = Double.NaN;
    if (a.isEmpty() || b.isEmpty()) {
      reason = a.isEmpty() ? "only in B" : "only in A";
    } else if (!conditions(a.get()).equals(conditions(b.get()))) {
      reason = "not the same work: cannot tell";
    } else if (inA.rounds() < 2 || inB.rounds() < 2) {
      reason = "one round: cannot tell";
    } else if (inA.min() <= 0 || inB.min() <= 0) {
      reason = "a round has 0: cannot tell";
    } else {
      reason = "";
      probability = welch(values(a.get(), figure), values(b.get(), figure));
    }
    return new Difference(setting, store, figure, inA, inB, probability, Verdict.UNKNOWN, reason);
  }

  private static double[] values(Cell cell, Figure figure) {
    return cell.rounds().stream().mapToDouble(figure::of).filter(Double::isFinite).toArray();
  }

  /** What has to be the same for two cells to be compared, besides their setting. */
  private static Set<List<Object>> conditions(Cell cell) {
    Set<List<Object>> conditions = new LinkedHashSet<>();
    for (CellResult round : cell.rounds()) {
      conditions.add(
          List.of(round.keys(), round.keyBytes(), round.valueBytes(), round.targetRate()));
    }
    return conditions;
  }

  /** Corrects the probabilities of what was tested, and says what follows. */
  private static List<Difference> judge(List<Difference> differences) {
    double[] corrected =
        holm(
            differences.stream()
                .mapToDouble(Difference::probability)
                .filter(probability -> !Double.isNaN(probability))
                .toArray());
    List<Difference> judged = new ArrayList<>();
    int next = 0;
    for (Difference difference : differences) {
      if (Double.isNaN(difference.probability())) {
        judged.add(difference);
      } else {
        double probability = corrected[next++];
        judged.add(
            new Difference(
                difference.setting(),
                difference.store(),
                difference.figure(),
                difference.a(),
                difference.b(),
                probability,
                verdict(difference, probability),
                ""));
      }
    }
    return judged;
  }

  /**
   * Whether no round of one lies within the range of the other and the medians are far enough
   * apart: what can be said without a test.
   */
  public static boolean isApart(Spread a, Spread b) {
    double ratio = b.over(a).median();
    return a.isApartFrom(b) && Math.max(ratio, 1 / ratio) >= LEAST_FACTOR;
  }

  private static Verdict verdict(Difference difference, double probability) {
    double ratio = difference.ratio();
    if (probability >= SIGNIFICANCE || !isApart(difference.a(), difference.b())) {
      return Verdict.NOISE;
    }
    boolean more = ratio > 1;
    return more == (difference.figure() == Figure.OPS_PER_SECOND) ? Verdict.BETTER : Verdict.WORSE;
  }

  private static void addDifferent(
      List<String> lines, String what, Map<String, String> a, Map<String, String> b) {
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    for (String name : names) {
      String inA = a.getOrDefault(name, "none");
      String inB = b.getOrDefault(name, "none");
      if (!inA.equals(inB)) {
        lines.add(what + " " + name + ": A " + inA + ", B " + inB);
      }
    }
  }
}
