package dev.varve.bench.summary;

import java.util.Locale;

/**
 * What a figure of a store in a workload did from run A to run B.
 *
 * @param setting the workload
 * @param store the store
 * @param figure what is compared
 * @param a in run A
 * @param b in run B
 * @param probability of a difference at least as great if there were none, corrected for the number
 *     of comparisons; not a number if it was not tested
 * @param verdict what follows
 * @param reason why nothing can be told, empty otherwise
 */
public record Difference(
    Summary.Setting setting,
    String store,
    Figure figure,
    Spread a,
    Spread b,
    double probability,
    Verdict verdict,
    String reason) {
  /** What can be said of two runs. */
  public enum Verdict {
    /** B is better, by more than noise. */
    BETTER,
    /** B is worse, by more than noise. */
    WORSE,
    /** The difference may be noise. */
    NOISE,
    /** There is no telling. */
    UNKNOWN
  }

  /** Whether the runs differ by more than noise. */
  public boolean isReal() {
    return verdict == Verdict.BETTER || verdict == Verdict.WORSE;
  }

  /** B's median by A's. */
  public double ratio() {
    return b.over(a).median();
  }

  /** How much more B has, as {@code +12.3%}; a dash if one has no figure. */
  public String changeText() {
    double ratio = ratio();
    return Double.isFinite(ratio)
        ? String.format(Locale.ROOT, "%+.1f%%", (ratio - 1) * 100)
        : Figure.OPS_PER_SECOND.text(Double.NaN);
  }
}
