package dev.varve.watch;

import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.stats.PartitionHeat;
import dev.varve.engine.LevelStats;
import dev.varve.engine.PartitionStats;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The figures of one partition. */
record PartitionSamples(Samples samples, Labels labels) {
  void add(TablePartition partition) {
    gauge(
        "items",
        "Items, or entries of an index, as far as they are known without a count",
        partition.itemCount());
    partition
        .latencies()
        .forEach((kind, nanos) ->
            samples.latencies(
                "varve_partition_operation_seconds",
                "Latencies of operations in the partition since the database was opened",
                labels.merge(Labels.of("kind", kind.name().toLowerCase(Locale.ROOT))),
                nanos));
    heat(partition);
    storage(partition.storage());
    levels(partition.storage().levels());
  }

  private void heat(TablePartition partition) {
    HexFormat hex = HexFormat.of();
    samples.gauge(
        "varve_partition_hashes",
        "1; the labels say which hashes of partition keys the partition holds",
        labels.merge(
            Labels.of(
                "first",
                hex.toHexDigits(partition.range().first()),
                "last",
                hex.toHexDigits(partition.range().last()))),
        1);
    PartitionHeat heat = partition.heat();
    gauge(
        "operations_per_second",
        "Operations between the last two looks at the partition",
        heat.operationsPerSecond());
    gauge(
        "hottest_key_share",
        "Of the keys asked for of late, the share of the one asked for most",
        heat.hottestKeyShare());
    samples.gauge(
        "varve_partition_outcome",
        "1; the label says what came of the last look: whether it is split or merged, or why not",
        labels.merge(Labels.of("outcome", heat.outcome().name().toLowerCase(Locale.ROOT))),
        1);
  }

  private void storage(PartitionStats storage) {
    gauge("table_bytes", "Length of the tables, as far as they are its own", storage.ownBytes());
    gauge(
        "shared_tables",
        "Tables that hold other partitions' keys too, until a compaction separates them",
        storage.sharedTables());
    gauge("memtable_bytes", "Memory of the memtables", storage.memtableBytes());
    gauge("memtable_entries", "Versions in the memtables", storage.memtableEntries());
    counter("written_operations", "Puts and deletes", storage.writtenOperations());
    counter("written_bytes", "Keys and values of these", storage.writtenBytes());
    counter("flushes", "Memtables written to tables", storage.flushes());
    counter("flushed_bytes", "Length of these tables", storage.flushedBytes());
    counter("compactions", "Merges of tables", storage.compactions());
    counter("compacted_bytes", "Length of the tables that they wrote", storage.compactedBytes());
    gauge(
        "read_amplification",
        "Sorted runs that a read may have to look at",
        storage.readAmplification());
    gauge(
        "write_amplification",
        "Bytes written to storage for each byte of keys and values",
        storage.writeAmplification());
    gauge(
        "space_amplification",
        "Bytes of all tables for each byte of the largest level",
        storage.spaceAmplification());
    gauge(
        "damaged",
        "1 if a damaged table was found: the partition takes no writes then",
        storage.damage().isPresent() ? 1 : 0);
  }

  private void levels(List<LevelStats> levels) {
    for (int level = 0; level < levels.size(); level++) {
      LevelStats stats = levels.get(level);
      if (stats.tables() > 0 || stats.writtenBytes() > 0) {
        Labels ofLevel = labels.merge(Labels.of("level", Integer.toString(level)));
        samples.gauge("varve_level_tables", "Tables of the level", ofLevel, stats.tables());
        samples.gauge("varve_level_bytes", "Length of these tables", ofLevel, stats.bytes());
        samples.gauge("varve_level_entries", "Entries in them", ofLevel, stats.entries());
        samples.gauge("varve_level_tombstones", "Tombstones in them", ofLevel, stats.tombstones());
        samples.counter(
            "varve_level_written_bytes",
            "Length of tables written to the level",
            ofLevel,
            stats.writtenBytes());
      }
    }
  }

  private void gauge(String name, String help, double value) {
    samples.gauge("varve_partition_" + name, help, labels, value);
  }

  private void gauge(String name, String help, long value) {
    samples.gauge("varve_partition_" + name, help, labels, value);
  }

  private void counter(String name, String help, long value) {
    samples.counter("varve_partition_" + name, help, labels, value);
  }
}
