package dev.varve.bench.jmh;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/**
 * {@code -prof partitions}: throughput and latency of each partition, for the benchmarks that have
 * partitions and tell {@link PartitionLatencies} of them; nothing for the others.
 *
 * <p>JMH makes one in each virtual machine that measures, and calls it from one thread.
 */
public final class PartitionsProfiler implements InternalProfiler {
  /** What JMH's option {@code -prof} calls it; {@link JmhMain} puts the class's name there. */
  static final String NAME = "partitions";

  /** Makes one; from now on latencies are kept where the database itself does not keep them. */
  public PartitionsProfiler() {
    PartitionLatencies.enable();
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    PartitionLatencies.begin();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    PartitionLatencies.Interval interval = PartitionLatencies.end();
    return iteration.getType() == IterationType.WARMUP || interval.latencies().isEmpty()
        ? List.of()
        : List.of(new PartitionsResult(interval));
  }

  @Override
  public String getDescription() {
    return "Throughput and latency of each partition";
  }
}
