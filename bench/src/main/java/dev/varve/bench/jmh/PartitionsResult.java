package dev.varve.bench.jmh;

import dev.varve.bench.jmh.PartitionLatencies.Part;
import dev.varve.bench.text.Quantities;
import dev.varve.bench.text.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.ScalarDerivativeResult;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What each partition did in an iteration, or in several together: a table with a row per
 * partition, and every figure of it as a result of its own, named {@code
 * partitions.OPERATION.PARTITION} with the percentile behind it. Histograms are joined, and so
 * percentiles are those of all operations.
 */
final class PartitionsResult extends Result<PartitionsResult> {
  private static final long serialVersionUID = 1L;
  private static final double[] PERCENTILES = {50, 95, 99, 99.9};
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final String THROUGHPUT = "ops/s";
  private static final String MICROS = "us";

  /** Serializable, as forked virtual machines send it. */
  private final TreeMap<Part, Histogram> latencies;

  private final long nanos;

  PartitionsResult(PartitionLatencies.Interval interval) {
    this(new ListStatistics(new double[] {perSecond(interval)}), interval);
  }

  private PartitionsResult(ListStatistics throughput, PartitionLatencies.Interval interval) {
    super(
        ResultRole.SECONDARY,
        PartitionsProfiler.NAME,
        throughput,
        THROUGHPUT,
        AggregationPolicy.AVG);
    this.latencies = new TreeMap<>(interval.latencies());
    this.nanos = interval.nanos();
  }

  /** Nanoseconds by partition and operation. */
  Map<Part, Histogram> latencies() {
    return latencies;
  }

  private static double perSecond(PartitionLatencies.Interval interval) {
    long operations = 0;
    for (Histogram part : interval.latencies().values()) {
      operations += part.getTotalCount();
    }
    return operations * NANOS / interval.nanos();
  }

  @Override
  protected Aggregator<PartitionsResult> getThreadAggregator() {
    return PartitionsResult::join;
  }

  @Override
  protected Aggregator<PartitionsResult> getIterationAggregator() {
    return PartitionsResult::join;
  }

  private static PartitionsResult join(Collection<PartitionsResult> results) {
    ListStatistics throughput = new ListStatistics();
    Map<Part, Histogram> joined = new TreeMap<>();
    long nanos = 0;
    for (PartitionsResult result : results) {
      result
          .getStatistics()
          .getRawData()
          .forEachRemaining(value -> {
            for (long i = 0; i < value.getValue(); i++) {
              throughput.addValue(value.getKey());
            }
          });
      result.latencies.forEach(
          (part, histogram) -> joined.merge(part, histogram, PartitionLatencies::sum));
      nanos += result.nanos;
    }
    return new PartitionsResult(throughput, new PartitionLatencies.Interval(joined, nanos));
  }

  @Override
  protected Collection<? extends Result<?>> getDerivativeResults() {
    List<Result<?>> figures = new ArrayList<>();
    latencies.forEach((part, histogram) -> {
      String name = PartitionsProfiler.NAME + "." + part.operation() + "." + part.partition();
      figures.add(figure(name, histogram.getTotalCount() * NANOS / nanos, THROUGHPUT));
      for (double percentile : PERCENTILES) {
        figures.add(
            figure(
                name + ".p" + text(percentile),
                histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO,
                MICROS));
      }
      figures.add(figure(name + ".max", histogram.getMaxValue() / NANOS_PER_MICRO, MICROS));
    });
    return figures;
  }

  private static Result<?> figure(String name, double value, String unit) {
    return new ScalarDerivativeResult(name, value, unit, AggregationPolicy.AVG);
  }

  private static String text(double percentile) {
    return percentile == Math.rint(percentile)
        ? Long.toString((long) percentile)
        : Double.toString(percentile);
  }

  @Override
  public String extendedInfo() {
    List<String> heading = new ArrayList<>(List.of("partition", "operation", "ops", THROUGHPUT));
    for (double percentile : PERCENTILES) {
      heading.add("p" + text(percentile) + " " + MICROS);
    }
    heading.add("max " + MICROS);
    TextTable table = new TextTable(heading);
    latencies.forEach((part, histogram) -> {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(part.partition()));
      row.add(part.operation());
      row.add(Quantities.count(histogram.getTotalCount()));
      row.add(Quantities.count(Math.round(histogram.getTotalCount() * NANOS / nanos)));
      for (double percentile : PERCENTILES) {
        row.add(Quantities.micros(histogram.getValueAtPercentile(percentile)));
      }
      row.add(Quantities.micros(histogram.getMaxValue()));
      table.row(row);
    });
    return String.join("\n", table.lines("  ")) + "\n";
  }
}
