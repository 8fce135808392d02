package dev.varve.dynamodb.table;

import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.ProjectionRecord;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A secondary index of a table of an open database: its record in the catalog, its keys and codec,
 * and its partitions. Its entries are made of the table's items by {@link #entryOf} alone. Safe for
 * use by many threads.
 */
public final class Index implements ReadTarget, Buildable {
  private final Table table;
  private final IndexSchema schema;
  private final ItemCodec items;
  private final Set<String> nonKeyAttributes;

  /** Of the same number at all times; changes while all key locks are held. */
  private volatile IndexRecord record;

  /** Those of the record; changes after it. */
  private volatile PartitionMap partitions;

  Index(IndexRecord record, Table table, Path database, Map<Integer, Long> counts) {
    this.record = record;
    this.table = table;
    this.schema = new IndexSchema(record, table.schema());
    this.items = new ItemCodec(schema.codec(), database);
    this.partitions = PartitionMap.of(record.partitions(), record::hashes, counts);
    this.nonKeyAttributes = Set.copyOf(record.projection().nonKeyAttributes());
  }

  /** What the catalog holds of the index. */
  public IndexRecord record() {
    return record;
  }

  void setRecord(IndexRecord changed) {
    record = changed;
    partitions = partitions.changed(changed.partitions(), changed::hashes);
  }

  /** The index's name. */
  public String name() {
    return record.name();
  }

  /** Whether the index has a partition key of its own. */
  public boolean isGlobal() {
    return record.kind() == IndexRecord.Kind.GLOBAL;
  }

  /** Whether items that are older than the index may be missing in it. */
  public boolean isBeingBuilt() {
    return record.status() == IndexRecord.Status.CREATING;
  }

  /** Whether the index is deleted, or a deletion of it is under way. */
  public boolean isDeleted() {
    return record.status() == IndexRecord.Status.DELETING;
  }

  @Override
  public IndexSchema schema() {
    return schema;
  }

  @Override
  public ItemCodec items() {
    return items;
  }

  @Override
  public PartitionMap partitionMap() {
    return partitions;
  }

  /** In the order of their ranges. */
  public List<ItemPartition> partitions() {
    return partitions.all();
  }

  @Override
  public Table table() {
    return table;
  }

  @Override
  public void requirePresent() {
    table.requirePresent();
    if (isDeleted()) {
      throw Refusals.noIndex(name());
    }
  }

  @Override
  public boolean isMaintained() {
    return !table.isDeleted() && table.maintainedIndexes().contains(this);
  }

  /** Whether the entries have all attributes of their items. */
  public boolean projectsAll() {
    return record.projection().type() == ProjectionRecord.Type.ALL;
  }

  /** Whether the entries have this attribute, if the items have it. */
  public boolean projects(String attribute) {
    return projectsAll()
        || schema.codec().isKeyName(attribute)
        || nonKeyAttributes.contains(attribute);
  }

  /**
   * An item's entry in the index, or null if the index does not hold the item: a key attribute is
   * missing, or does not fit, as in items that are older than the index.
   *
   * @param item null for none
   */
  public IndexEntry entryOf(Item item) {
    return item == null || !schema.holds(item)
        ? null
        : new IndexEntry(schema.codec().encode(item), projected(item));
  }

  @Override
  public Entry builtOf(byte[] itemKey, Item item) {
    IndexEntry entry = entryOf(item);
    return entry == null
        ? null
        : new Entry(
            partitions.of(entry.key()),
            entry.key(),
            items.encode(entry.item(), entry.item().sizeBytes()));
  }

  private Item projected(Item item) {
    if (projectsAll()) {
      return item;
    }
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    schema.codec().names().forEach(name -> attributes.put(name, item.get(name)));
    for (String name : record.projection().nonKeyAttributes()) {
      AttributeValue value = item.get(name);
      if (value != null) {
        attributes.put(name, value);
      }
    }
    return Item.of(attributes);
  }
}
