package dev.varve.dynamodb;

import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ResourceInUseException;
import dev.varve.dynamodb.expression.KeyElement;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A table at work: its record, its codecs and its partitions. Safe for use by many threads. */
final class Table {
  private final TableRecord record;
  private final KeyCodec keys;
  private final ItemCodec items;
  private final ItemSchema schema;
  private final List<String> keyNames;
  private final List<Partition> partitions;

  /** First hash of each partition, in their order. */
  private final long[] firstHashes;

  /**
   * Set while all key locks are held, so a writer that sees false under its lock may write. Goes
   * back to false where the deletion fails.
   */
  private volatile boolean deleted;

  private Table(TableRecord record, Path database, List<Partition> partitions) {
    this.record = record;
    TableRecord.Key sort = record.sortKey();
    this.keys =
        new KeyCodec(
            record.partitionKey().name(),
            record.partitionKey().type(),
            sort == null ? null : sort.name(),
            sort == null ? null : sort.type());
    this.items = new ItemCodec(keys, database);
    this.schema = new ItemSchema(keys, items);
    this.keyNames =
        sort == null
            ? List.of(keys.partitionKeyName())
            : List.of(keys.partitionKeyName(), keys.sortKeyName());
    this.partitions = List.copyOf(partitions);
    this.firstHashes =
        partitions.stream().mapToLong(partition -> partition.range().first()).toArray();
  }

  /**
   * A table from its record.
   *
   * @param counts known item counts by partition; the others are unknown
   */
  static Table of(TableRecord record, Path database, Map<Integer, Long> counts) {
    List<Partition> partitions = new ArrayList<>();
    List<TableRecord.Partition> stored = record.partitions();
    for (int i = 0; i < stored.size(); i++) {
      int id = stored.get(i).id();
      long last = i + 1 < stored.size() ? stored.get(i + 1).firstHash() - 1 : -1L;
      Long count = counts.get(id);
      partitions.add(
          new Partition(
              id,
              new HashRange(stored.get(i).firstHash(), last),
              count == null ? ItemCount.unknown(id) : ItemCount.known(id, count),
              new Latencies()));
    }
    return new Table(record, database, partitions);
  }

  TableRecord record() {
    return record;
  }

  String name() {
    return record.name();
  }

  KeyCodec keys() {
    return keys;
  }

  ItemCodec items() {
    return items;
  }

  ItemSchema schema() {
    return schema;
  }

  /** The names of the key attributes, the partition key's first. */
  List<String> keyNames() {
    return keyNames;
  }

  KeyElement partitionKey() {
    return new KeyElement(keys.partitionKeyName(), keys.partitionKeyType());
  }

  Optional<KeyElement> sortKey() {
    return keys.hasSortKey()
        ? Optional.of(new KeyElement(keys.sortKeyName(), keys.sortKeyType()))
        : Optional.empty();
  }

  /** In the order of their ranges. */
  List<Partition> partitions() {
    return partitions;
  }

  /** The partition of an engine key. */
  Partition partitionOf(byte[] key) {
    return partitions.get(partitionIndex(KeyCodec.hashOf(key)));
  }

  /** The index of the partition whose range holds a hash. */
  int partitionIndex(long hash) {
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

  boolean isDeleted() {
    return deleted;
  }

  void markDeleted() {
    deleted = true;
  }

  /** The deletion failed, and the table is as it was. */
  void unmarkDeleted() {
    deleted = false;
  }

  private KeyAttribute partitionKeyAttribute() {
    return new KeyAttribute(keys.partitionKeyName(), keys.partitionKeyType());
  }

  private Optional<KeyAttribute> sortKeyAttribute() {
    return keys.hasSortKey()
        ? Optional.of(new KeyAttribute(keys.sortKeyName(), keys.sortKeyType()))
        : Optional.empty();
  }

  /**
   * Checks that this table has the keys of a definition. How many partitions a table begins with is
   * no part of what it is later.
   *
   * @throws ResourceInUseException naming the first key that differs
   */
  void requireKeysOf(TableDefinition definition) {
    requireSame(
        "partition key",
        Optional.of(partitionKeyAttribute()),
        Optional.of(definition.partitionKey()));
    requireSame("sort key", sortKeyAttribute(), definition.sortKey());
  }

  private void requireSame(
      String key, Optional<KeyAttribute> present, Optional<KeyAttribute> defined) {
    if (!present.equals(defined)) {
      throw ResourceInUseException.tableDiffers(name(), key, describe(present), describe(defined));
    }
  }

  private static String describe(Optional<KeyAttribute> key) {
    return key.map(attribute -> attribute.name() + " of type " + attribute.type()).orElse("none");
  }

  TableDefinition definition() {
    return new TableDefinition(
        record.name(),
        partitionKeyAttribute(),
        sortKeyAttribute(),
        OptionalInt.of(partitions.size()));
  }

  TableDescription describe(long itemCount, boolean exact) {
    return new TableDescription(
        record.name(),
        partitionKeyAttribute(),
        sortKeyAttribute(),
        Instant.ofEpochMilli(record.createdMillis()),
        partitions.size(),
        itemCount,
        exact);
  }
}
