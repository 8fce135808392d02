package dev.varve.dynamodb;

import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.stats.PartitionHeat;
import dev.varve.engine.PartitionStats;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One partition of a table, and its figures since the database was opened.
 *
 * @param id the engine's number of this partition
 * @param range the hashes of the partition keys that it holds
 * @param itemCount how many items it holds, as far as that is known without reading them
 * @param itemCountExact whether {@code itemCount} is exact; otherwise it is an upper bound, see
 *     {@link TableOverview}
 * @param latencies nanoseconds per operation, by kind; kinds that did not occur are absent. Copies,
 *     owned by the caller; two significant digits; refused operations (a failed condition, say)
 *     count too.
 * @param heat how much it was asked for at the last look, and why it was not split or merged
 * @param storage the engine's figures of it: bytes per level, flushes, compactions, amplification
 */
public record TablePartition(
    int id,
    HashRange range,
    long itemCount,
    boolean itemCountExact,
    Map<OperationKind, Histogram> latencies,
    PartitionHeat heat,
    PartitionStats storage) {

  public TablePartition {
    latencies = Map.copyOf(latencies);
  }

  /** How many operations of this kind there were. */
  public long operations(OperationKind kind) {
    Histogram histogram = latencies.get(kind);
    return histogram == null ? 0 : histogram.getTotalCount();
  }
}
