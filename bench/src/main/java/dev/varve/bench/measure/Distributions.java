package dev.varve.bench.measure;

import dev.varve.bench.result.CellResult;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Latency histograms as they stand in results. */
public final class Distributions {
  /** Points of a distribution for each halving of the distance to 100 percent. */
  private static final int TICKS_PER_HALF_DISTANCE = 4;

  private Distributions() {}

  /** The figures that are shown. */
  public static CellResult.Latency latency(Histogram nanos) {
    return new CellResult.Latency(
        nanos.getMean(),
        nanos.getValueAtPercentile(50),
        nanos.getValueAtPercentile(95),
        nanos.getValueAtPercentile(99),
        nanos.getValueAtPercentile(99.9),
        nanos.getMaxValue());
  }

  /** The whole distribution, by percentiles. */
  public static List<CellResult.Percentile> percentiles(Histogram nanos) {
    List<CellResult.Percentile> points = new ArrayList<>();
    for (HistogramIterationValue point : nanos.percentiles(TICKS_PER_HALF_DISTANCE)) {
      points.add(
          new CellResult.Percentile(
              point.getPercentileLevelIteratedTo(), point.getValueIteratedTo()));
    }
    return points;
  }

  /** The parts that had operations; none if there is only one. */
  public static List<CellResult.Part> parts(List<String> names, Measured measured) {
    List<CellResult.Part> parts = new ArrayList<>();
    for (int i = 0; i < names.size() && names.size() > 1; i++) {
      long operations = measured.operationsByPart().get(i);
      if (operations > 0) {
        parts.add(
            new CellResult.Part(
                names.get(i),
                operations,
                operations * 1e9 / Math.max(1, measured.nanos()),
                latency(measured.byPart().get(i)),
                null));
      }
    }
    return parts;
  }
}
