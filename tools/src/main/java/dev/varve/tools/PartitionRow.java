package dev.varve.tools;

import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.stats.PartitionHeat;
import dev.varve.dynamodb.stats.PartitionOutcome;
import java.util.List;
import java.util.Locale;

/**
 * A partition, as {@code varve partitions} shows it.
 *
 * @param index the index whose it is; empty for the table
 * @param id its number
 * @param hashes the hashes that it holds
 * @param items how many items or entries, as far as that is known
 * @param bytes length of its tables
 * @param shared how many of these it shares with others
 * @param perSecond operations in a second; negative if that is unknown
 * @param hottest share of its hottest key
 * @param seconds latencies of half of its gets and of all but one in a hundred; negative if there
 *     were none
 * @param outcome what came of the last look
 */
record PartitionRow(
    String index,
    String id,
    String hashes,
    String items,
    long bytes,
    int shared,
    double perSecond,
    double hottest,
    Latency seconds,
    String outcome) {
  static final List<String> HEADING =
      List.of(
          "partition",
          "index",
          "hashes",
          "items",
          "bytes",
          "shared tables",
          "ops/s",
          "hottest key",
          "get p50 us",
          "get p99 us",
          "last look");

  private static final String NOTHING = "-";

  /**
   * Latencies, in seconds.
   *
   * @param half of the faster half of all
   * @param most of all but one in a hundred
   */
  record Latency(double half, double most) {
    static final Latency NONE = new Latency(-1, -1);
  }

  /** A partition of a database that this process has just opened: nothing was asked of it yet. */
  static PartitionRow of(String index, TablePartition partition) {
    PartitionHeat heat = partition.heat();
    boolean seen = heat.outcome() != PartitionOutcome.NOT_SEEN;
    return new PartitionRow(
        index,
        Integer.toString(partition.id()),
        partition.range().toString(),
        String.format(
            Locale.ROOT, partition.itemCountExact() ? "%,d" : "<= %,d", partition.itemCount()),
        partition.storage().ownBytes(),
        partition.storage().sharedTables(),
        seen ? heat.operationsPerSecond() : -1,
        heat.hottestKeyShare(),
        Latency.NONE,
        seen ? heat.verdict() : NOTHING);
  }

  List<String> cells() {
    return List.of(
        id,
        index.isEmpty() ? NOTHING : index,
        hashes,
        items,
        String.format(Locale.ROOT, "%,d", bytes),
        Integer.toString(shared),
        perSecond < 0 ? NOTHING : String.format(Locale.ROOT, "%,.1f", perSecond),
        hottest <= 0 ? NOTHING : String.format(Locale.ROOT, "%.0f%%", 100 * hottest),
        micros(seconds.half()),
        micros(seconds.most()),
        outcome);
  }

  private static String micros(double latency) {
    return latency < 0 ? NOTHING : String.format(Locale.ROOT, "%,.1f", 1e6 * latency);
  }
}
