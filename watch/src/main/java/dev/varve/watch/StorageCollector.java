package dev.varve.watch;

import dev.varve.dynamodb.IndexDefinition;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.engine.EngineStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Figures of databases, their engines and their partitions, taken when somebody asks for them. */
final class StorageCollector implements MultiCollector {
  private static final double NANOS = 1e9;
  private static final String NO_INDEX = "";

  private final Supplier<Map<String, Varve>> databases;
  private final int mostPartitions;

  /**
   * Collects of these.
   *
   * @param databases by the names that figures have for them
   * @param mostPartitions how many partitions are shown, in the order of their tables' names; a
   *     table whose partitions are more than are left is not
   */
  StorageCollector(Supplier<Map<String, Varve>> databases, int mostPartitions) {
    this.databases = databases;
    this.mostPartitions = mostPartitions;
  }

  @Override
  public MetricSnapshots collect() {
    Scrape scrape = new Scrape(new Samples(), mostPartitions);
    databases.get().forEach(scrape::database);
    return scrape.samples.snapshots();
  }

  /** One scrape. */
  private static final class Scrape {
    private final Samples samples;
    private int left;

    Scrape(Samples samples, int left) {
      this.samples = samples;
      this.left = left;
    }

    void database(String name, Varve database) {
      Labels labels = Labels.of("database", name);
      boolean open = true;
      int hidden = 0;
      try {
        engine(labels, database.engineStats());
        for (String table : database.listTables()) {
          hidden += table(name, database, table) ? 0 : 1;
        }
      } catch (IOException e) {
        // Not kept: a server would load all of the logging library at its start.
        LoggerFactory.getLogger(StorageCollector.class)
            .warn("The figures of database {} cannot be had", name, e);
        open = false;
      } catch (IllegalStateException _) {
        open = false; // closed by now
      }
      samples.gauge("varve_database_open", "1 if the database can be asked", labels, open ? 1 : 0);
      samples.gauge(
          "varve_tables_without_partitions_shown",
          "Tables whose partitions have no figures here, since there are too many",
          labels,
          hidden);
    }

    private void engine(Labels labels, EngineStats stats) {
      samples.counter("varve_log_bytes", "Bytes written to the log", labels, stats.walBytes());
      samples.counter(
          "varve_log_records", "Batches written to the log", labels, stats.walRecords());
      samples.counter("varve_log_syncs", "Syncs of the log", labels, stats.walSyncs());
      samples.gauge(
          "varve_log_live_bytes",
          "Length of the log's segments in use",
          labels,
          stats.walLiveBytes());
      samples.counter(
          "varve_write_stall_seconds",
          "Time for which writers were held up by background work, summed over threads",
          labels,
          stats.writeStallNanos() / NANOS);
      samples.counter(
          "varve_writes",
          "Writes of keys since the database was made",
          labels,
          stats.lastSequence());
      stats
          .nativeBytes()
          .forEach((owner, bytes) ->
              samples.gauge(
                  "varve_native_memory_bytes",
                  "Native and mapped memory by owner: memtables, caches, tables, log",
                  labels.merge(Labels.of("owner", owner)),
                  bytes));
    }

    /** Adds a table and its indexes; false if that would be too many partitions. */
    private boolean table(String name, Varve database, String table) throws IOException {
      try {
        List<IndexDefinition> indexes = database.tableDefinition(table).indexes();
        List<TablePartition> partitions = database.partitions(table);
        if (partitions.size() * (1 + indexes.size()) > left) {
          return false;
        }
        show(name, table, NO_INDEX, partitions);
        for (IndexDefinition index : indexes) {
          show(name, table, index.name(), database.partitions(table, index.name()));
        }
      } catch (ResourceNotFoundException | ValidationException _) {
        // Deleted meanwhile, the table or the index.
      }
      return true;
    }

    private void show(String name, String table, String index, List<TablePartition> partitions) {
      left -= partitions.size();
      for (TablePartition partition : partitions) {
        Labels labels =
            Labels.of(
                "database",
                name,
                "table",
                table,
                "index",
                index,
                "partition",
                Integer.toString(partition.id()));
        new PartitionSamples(samples, labels).add(partition);
      }
    }
  }
}
