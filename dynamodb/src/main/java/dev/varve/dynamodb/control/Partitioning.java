package dev.varve.dynamodb.control;

import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.PartitionReplacements;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.catalog.TimeToLiveRecord;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stream.StreamLifecycle;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Lock;

/**
 * Splits and merges partitions of tables and indexes, one at a time, while reads and writes go on.
 * A writer looks for a partition under its key's lock, and the moment of the change has all of
 * these; a reader that has looked before finds that the engine does not know it any more, and looks
 * again ({@link dev.varve.dynamodb.table.Rerouting}).
 *
 * <p>Safe for use by many threads that hold no key's lock.
 */
public final class Partitioning {
  private final PartitionReplacements replacements;
  private final ControlPlane control;
  private final Tables tables;
  private final StreamLifecycle streams;

  /** Splits and merges in an engine. */
  public Partitioning(
      StorageEngine engine, ControlPlane control, Tables tables, StreamLifecycle streams) {
    this.replacements = new PartitionReplacements(engine);
    this.control = control;
    this.tables = tables;
    this.streams = streams;
  }

  /** Prepares a change of a table's partitions. */
  private interface Change {
    PartitionReplacements.Prepared prepare(TableRecord table) throws IOException;
  }

  /**
   * Splits a partition of a table, or of one of its indexes, in two. Durable on return.
   *
   * @param table its name or its ARN
   * @param firstHash first 64 bits of the smallest hash of the second part
   * @return the numbers of both parts
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.api.ResourceInUseException if the table or an index of it is being
   *     created, changed or deleted, or its partitions are read one after the other
   * @throws IllegalArgumentException if the table has no such partition, or a part would be empty
   */
  public List<Integer> split(String table, int partition, long firstHash) throws IOException {
    return change(table, record -> replacements.split(record, partition, firstHash));
  }

  /**
   * Merges a partition of a table, or of one of its indexes, with the next one. Durable on return.
   *
   * @param table its name or its ARN
   * @return the number of the partition that both make
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws dev.varve.dynamodb.api.ResourceInUseException as {@link #split}
   * @throws IllegalArgumentException if the table has no such partition, or none comes behind it
   */
  public int merge(String table, int partition) throws IOException {
    return change(table, record -> replacements.merge(record, partition)).getFirst();
  }

  private List<Integer> change(String name, Change change) throws IOException {
    synchronized (control) { // under whose monitor tables and their records change
      Table table = tables.get(name);
      requireSettled(table);
      Lock replacing = table.replacingPartitions();
      if (!replacing.tryLock()) {
        throw Refusals.tableInUse("exported", table.name());
      }
      try (PartitionReplacements.Prepared prepared = change.prepare(table.record())) {
        List<Integer> partitions = prepared.partitions();
        streams.replacePartitions(table, prepared.table(), prepared.replacement());
        return partitions;
      } finally {
        replacing.unlock();
      }
    }
  }

  /** Whoever fills an index goes from one partition to the next. */
  private static void requireSettled(Table table) {
    TableRecord record = table.record();
    boolean isBuilding =
        record.indexes().stream().anyMatch(index -> index.status() != IndexRecord.Status.ACTIVE)
            || record
                .timeToLive()
                .filter(expiry -> expiry.status() == TimeToLiveRecord.Status.BUILDING)
                .isPresent();
    if (isBuilding || table.status() != TableStatus.ACTIVE) {
      throw Refusals.tableInUse("updated", table.name());
    }
  }
}
