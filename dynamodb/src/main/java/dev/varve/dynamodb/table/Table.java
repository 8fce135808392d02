package dev.varve.dynamodb.table;

import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.ItemCount;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.partition.Latencies;
import dev.varve.dynamodb.refusal.Refusals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table of an open database: its record in the catalog, its key schema and codec, and its
 * partitions. Safe for use by many threads.
 */
public final class Table {
  private final KeySchema schema;
  private final ItemCodec items;
  private final List<ItemPartition> partitions;

  /** First hash of each partition, in their order. */
  private final long[] firstHashes;

  /** Set while all key locks are held: indexes and settings change, all else stays. */
  private volatile TableRecord record;

  /** The state that the table is shown in, or was; null for none. */
  private volatile Transition transition;

  /**
   * Set while all key locks are held, so a writer that sees false under its lock may write. Goes
   * back to false where the deletion fails.
   */
  private volatile boolean deleted;

  private Table(TableRecord record, Path database, List<ItemPartition> partitions) {
    this.record = record;
    this.schema = new KeySchema(record.partitionKey(), record.sortKey());
    this.items = new ItemCodec(schema.codec(), database);
    this.partitions = List.copyOf(partitions);
    this.firstHashes =
        partitions.stream().mapToLong(partition -> partition.range().first()).toArray();
  }

  /**
   * A table from its record.
   *
   * @param database the engine's directory, for error messages
   * @param counts known item counts by partition; the others are unknown
   */
  public static Table of(TableRecord record, Path database, Map<Integer, Long> counts) {
    List<ItemPartition> partitions = new ArrayList<>();
    for (int i = 0; i < record.partitions().size(); i++) {
      int id = record.partitions().get(i).partition();
      Long count = counts.get(id);
      partitions.add(
          new ItemPartition(
              id,
              record.hashes(i),
              count == null ? ItemCount.unknown(id) : ItemCount.known(id, count),
              new Latencies()));
    }
    return new Table(record, database, partitions);
  }

  /**
   * What the catalog holds of the table. Its indexes are those of this instant: a writer asks while
   * it holds its key's lock, and writes to them and to no others.
   */
  public TableRecord record() {
    return record;
  }

  /** Changes the record, after the catalog's. While all key locks are held. */
  public void install(TableRecord changed) {
    record = changed;
  }

  /** Shows the table in a state for a while. */
  public void show(Transition shown) {
    transition = shown;
  }

  /** The state of the table. */
  public TableStatus status() {
    if (deleted) {
      return TableStatus.DELETING;
    }
    Transition shown = transition;
    return shown == null || shown.isOver() ? TableStatus.ACTIVE : shown.status();
  }

  /** Indexes that have been deleted and are still shown. */
  public List<IndexRecord> leaving() {
    Transition shown = transition;
    return shown == null || shown.isOver() ? List.of() : shown.leaving();
  }

  /** Whether nobody is to see this table any more, which is deleted. */
  boolean isGone() {
    Transition shown = transition;
    return deleted && shown != null && shown.status() == TableStatus.DELETING && shown.isOver();
  }

  /** Whether the table has items for those who ask: not before it is there, and not after. */
  boolean isUsable() {
    Transition shown = transition;
    return !deleted
        && (shown == null || shown.status() != TableStatus.CREATING || shown.isOver());
  }

  /** The table's name. */
  public String name() {
    return record.name();
  }

  /** The table's key attributes and the rules for their values. */
  public KeySchema schema() {
    return schema;
  }

  /** The codec of the table's items. */
  public ItemCodec items() {
    return items;
  }

  /** In the order of their ranges. */
  public List<ItemPartition> partitions() {
    return partitions;
  }

  /** The partition of an engine key. */
  public ItemPartition partitionOf(byte[] key) {
    return partitions.get(partitionIndex(KeyCodec.hashOf(key)));
  }

  /** The index of the partition whose range holds a hash. */
  public int partitionIndex(long hash) {
    int low = 0;
    int high = firstHashes.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(firstHashes[middle], hash) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Whether the table is deleted, or a deletion of it is under way. */
  public boolean isDeleted() {
    return deleted;
  }

  /** Forbids all writes from now on. While all key locks are held. */
  public void markDeleted() {
    deleted = true;
  }

  /** Takes {@link #markDeleted} back, since the deletion failed: the table is as it was. */
  public void unmarkDeleted() {
    deleted = false;
  }

  /**
   * The error of an operation on items whose partition the engine refused to know: the partition is
   * dropped after its table was deleted.
   */
  public RuntimeException explain(IllegalArgumentException refusal) {
    return deleted ? Refusals.noTable() : refusal;
  }
}
