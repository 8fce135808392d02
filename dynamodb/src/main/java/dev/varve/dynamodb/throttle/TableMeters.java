package dev.varve.dynamodb.throttle;

import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of one table, its global indexes and all their partitions. They follow the table's
 * settings. Safe for use by many threads.
 */
final class TableMeters {
  /** What a partition does not give in a second is gone with it. */
  private static final Duration PARTITION_BURST = Duration.ofSeconds(1);

  private final Table table;
  private final Limits limits;
  private final Map<Integer, PartitionBuckets> partitions = new ConcurrentHashMap<>();

  /** Set under this monitor. */
  private volatile State state;

  /**
   * Meters as a record's settings say.
   *
   * @param indexes of the global indexes, by their numbers
   */
  private record State(TableRecord record, Meters table, Map<Integer, Meters> indexes) {
    @SuppressWarnings("ReferenceEquality") // each change of a table makes another record
    boolean isOf(TableRecord present) {
      return record == present;
    }
  }

  /** Of one partition. */
  record PartitionBuckets(TokenBucket reads, TokenBucket writes) {}

  TableMeters(Table table, Limits limits) {
    this.table = table;
    this.limits = limits;
  }

  Table table() {
    return table;
  }

  /**
   * The meters of the table, which its local indexes use, or of a global index; null for one that
   * is deleted.
   */
  Meters of(ReadTarget target, long now) {
    State present = state;
    if (present == null || !present.isOf(table.record())) {
      present = adapt(now);
    }
    return target instanceof Index index && index.isGlobal()
        ? present.indexes().get(index.record().id())
        : present.table();
  }

  private synchronized State adapt(long now) {
    TableRecord record = table.record();
    if (state == null || !state.isOf(record)) {
      TableDescription settings = record.settings().description();
      boolean onDemand = record.settings().isOnDemand();
      Meters ofTable =
          Meters.of(
              Throughput.of(settings, onDemand, limits),
              state == null ? null : state.table(),
              limits,
              now);
      Map<Integer, Meters> indexes = new HashMap<>();
      for (GlobalSecondaryIndexDescription index : settings.globalSecondaryIndexes()) {
        IndexRecord known = record.index(index.indexName().orElseThrow()).orElse(null);
        if (known != null) {
          Meters before = state == null ? null : state.indexes().get(known.id());
          indexes.put(
              known.id(), Meters.of(Throughput.of(index, onDemand, limits), before, limits, now));
        }
      }
      state = new State(record, ofTable, Map.copyOf(indexes));
    }
    return state;
  }

  PartitionBuckets of(ItemPartition partition, long now) {
    PartitionBuckets buckets = partitions.get(partition.id());
    return buckets != null
        ? buckets
        : partitions.computeIfAbsent(
            partition.id(),
            _ ->
                new PartitionBuckets(
                    new TokenBucket(limits.partitionReads(), PARTITION_BURST, now),
                    new TokenBucket(limits.partitionWrites(), PARTITION_BURST, now)));
  }
}
