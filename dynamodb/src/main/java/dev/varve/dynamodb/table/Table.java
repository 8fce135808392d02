package dev.varve.dynamodb.table;

import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.catalog.TimeToLiveRecord;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.changes.HistoryWriter;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.partition.ItemCount;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A table of an open database: its record in the catalog, its key schema and codec, its partitions,
 * its indexes and its expiry index. Safe for use by many threads.
 */
public final class Table implements ReadTarget {
  /**
   * What may change of a table.
   *
   * @param indexes all, by their names
   * @param maintained those whose entries change with the items, by their names
   * @param expiry null while the items do not expire
   */
  private record State(
      TableRecord record, List<Index> indexes, List<Index> maintained, Expiry expiry) {}

  private final Path database;
  private final KeySchema schema;
  private final ItemCodec items;

  /** Set while all key locks are held: partitions, indexes and settings change, all else stays. */
  private volatile State state;

  /** Those of the record; set after it, while all key locks are held. */
  private volatile PartitionMap partitions;

  /** How often partitions of it or of an index took the place of others; set behind all of that. */
  private volatile int replacements;

  /** Held shared while all partitions are read one after the other, else when some are replaced. */
  private final ReadWriteLock kept = new ReentrantReadWriteLock();

  /** Set while all key locks are held; null where nothing is kept of changes. */
  private volatile ChangeWriter changes;

  /** Set while all key locks are held; null where no history is kept. */
  private volatile HistoryWriter history;

  /** The logs that {@link #changes} writes to, or null. Used while all key locks are held. */
  private ChangeWriter logs;

  /** The queues that {@link #changes} writes to. Used while all key locks are held. */
  private List<ChangeWriter.Queue> queues = List.of();

  /** The state that the table is shown in, or was; null for none. */
  private volatile Transition transition;

  /**
   * Set while all key locks are held, so a writer that sees false under its lock may write. Goes
   * back to false where the deletion fails.
   */
  private volatile boolean deleted;

  private Table(TableRecord record, Path database, Map<Integer, Long> counts) {
    this.database = database;
    this.schema = new KeySchema(record.partitionKey(), record.sortKey());
    this.items = new ItemCodec(schema.codec(), database);
    this.partitions = PartitionMap.of(record.partitions(), record::hashes, counts);
    this.state = new State(record, List.of(), List.of(), null);
  }

  /**
   * A table from its record.
   *
   * @param database the engine's directory, for error messages
   * @param counts known counts of items and entries by partition; the others are unknown
   */
  public static Table of(TableRecord record, Path database, Map<Integer, Long> counts) {
    Table table = new Table(record, database, counts);
    table.install(record, counts);
    return table;
  }

  /**
   * Changes the record, after the catalog's. While all key locks are held: so a writer sees under
   * its lock the indexes that it has to maintain.
   *
   * @param changed has other settings or indexes; an index that it has and the record before had
   *     not is empty
   */
  public void install(TableRecord changed) {
    Map<Integer, Long> empty = new HashMap<>();
    for (IndexRecord index : changed.indexes()) {
      index.partitions().forEach(start -> empty.put(start.partition(), 0L));
    }
    install(changed, empty);
  }

  /** Changes the record; the counts are those of indexes that the record before had not. */
  private void install(TableRecord changed, Map<Integer, Long> counts) {
    List<Index> all = new ArrayList<>();
    for (IndexRecord record : changed.indexes()) {
      Index index = indexOf(record.id());
      if (index == null) {
        index = new Index(record, this, database, counts);
      } else {
        index.setRecord(record);
      }
      all.add(index);
    }
    for (Index index : state.indexes()) {
      if (!all.contains(index)) {
        index.setRecord(index.record().with(IndexRecord.Status.DELETING, false));
      }
    }
    all.sort(Comparator.comparing(Index::name));
    state =
        new State(
            changed,
            List.copyOf(all),
            all.stream().filter(index -> !index.isDeleted()).toList(),
            changed
                .timeToLive()
                .filter(TimeToLiveRecord::isEnabled)
                .map(this::expiryOf)
                .orElse(null));
    partitions = partitions.changed(changed.partitions(), changed::hashes);
  }

  /**
   * Changes the record where partitions took the place of others, after the engine's. While all key
   * locks are held: so a writer sees under its lock the partition that takes its write.
   */
  public void installReplacement(TableRecord changed) {
    install(changed, Map.of());
    int before = replacements;
    replacements = before + 1; // by one thread at a time, which holds all key locks
  }

  /**
   * How often partitions took the place of others. Who asked before he looked for a partition that
   * the engine then did not know, and asks again, knows whether to look once more.
   */
  public int replacements() {
    return replacements;
  }

  /** Held while partitions are not replaced, since something goes from one to the next. */
  public Lock keepingPartitions() {
    return kept.readLock();
  }

  /** Held while partitions are replaced. */
  public Lock replacingPartitions() {
    return kept.writeLock();
  }

  /** The expiry index of a record: the one that there is, unless the record has another. */
  private Expiry expiryOf(TimeToLiveRecord timeToLive) {
    int partition = timeToLive.partition().orElseThrow();
    Expiry present = state.expiry();
    return present != null && present.partition().id() == partition
        ? present
        : new Expiry(
            this,
            ItemPartition.of(partition, HashRange.ALL, ItemCount.unknown(partition)),
            timeToLive.attribute());
  }

  private Index indexOf(int id) {
    return state.indexes().stream()
        .filter(index -> index.record().id() == id)
        .findFirst()
        .orElse(null);
  }

  /**
   * What the catalog holds of the table. Its indexes are those of this instant: a writer asks while
   * it holds its key's lock, and writes to them and to no others.
   */
  public TableRecord record() {
    return state.record();
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
    return !deleted && (shown == null || shown.status() != TableStatus.CREATING || shown.isOver());
  }

  /** The table's name. */
  public String name() {
    return state.record().name();
  }

  /** The table's key attributes and the rules for their values. */
  @Override
  public KeySchema schema() {
    return schema;
  }

  /** The indexes, by their names. */
  public List<Index> indexes() {
    return state.indexes();
  }

  /**
   * The indexes whose entries change with the items, by their names. Under the lock of an item's
   * key these are the ones that a write of the item maintains.
   */
  public List<Index> maintainedIndexes() {
    return state.maintained();
  }

  /**
   * The expiry index, or null while the items do not expire. Under the lock of an item's key this
   * is the one that a write of the item maintains.
   */
  public Expiry expiry() {
    return state.expiry();
  }

  /**
   * Whether a write has to know the item before, to change what is kept beside it: entries, or the
   * log of changes. Final while a key is locked.
   */
  public boolean dependsOnBefore() {
    State now = state;
    return !now.maintained().isEmpty() || now.expiry() != null || keepsChanges();
  }

  /** Whether a log of changes is kept, for whatever purpose. */
  public boolean keepsChanges() {
    return changes != null || history != null;
  }

  /**
   * Adds the changes of items to the log that is kept of them; null if none is. Under the lock of
   * an item's key this is what a write of the item has to use.
   */
  public ChangeWriter changes() {
    return changes;
  }

  /**
   * Begins a log of the table's changes, goes on with another, or ends it. While all key locks are
   * held, or before the table is known to others.
   *
   * @param writer into the log, or null for none from now on
   */
  public void logChanges(ChangeWriter writer) {
    logs = writer;
    changes = ChangeWriter.of(logs, queues);
  }

  /**
   * Says which queues get the table's changes beside the logs. While all key locks are held, or
   * before the table is known to others.
   */
  public void queueChanges(List<ChangeWriter.Queue> value) {
    queues = List.copyOf(value);
    changes = ChangeWriter.of(logs, queues);
  }

  /**
   * Adds the changes of items to the table's history; null if none is kept. Under the lock of an
   * item's key this is what a write of the item has to use.
   */
  public HistoryWriter history() {
    return history;
  }

  /**
   * Begins a history of the table, goes on with it elsewhere, or ends it. While all key locks are
   * held, or before the table is known to others.
   *
   * @param writer into the history, or null for none from now on
   */
  public void keepHistory(HistoryWriter writer) {
    history = writer;
  }

  /** Whether the table has item collections: all items of one partition key, and their entries. */
  public boolean hasLocalIndex() {
    for (Index index : maintainedIndexes()) {
      if (!index.isGlobal()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The index that a read names.
   *
   * @throws ValidationException if there is none, or it cannot be read yet
   */
  public Index requireIndex(String name) {
    for (Index index : state.indexes()) {
      if (index.name().equals(name) && !index.isDeleted()) {
        if (index.isBeingBuilt()) {
          throw Refusals.indexIsBackfilling(name);
        }
        return index;
      }
    }
    throw Refusals.noIndex(name);
  }

  /**
   * Checks the key attributes of indexes in an item that is to be put.
   *
   * @throws ValidationException if one has the wrong type, or no bytes or too many
   */
  public void requireIndexable(Item item) {
    for (Index index : state.maintained()) {
      index.schema().requireFits(item);
    }
  }

  /**
   * Checks the values that an update assigns to key attributes of indexes.
   *
   * @throws ValidationException if one has the wrong type
   */
  public void requireAssignable(Update update) {
    List<Index> maintained = state.maintained();
    if (!maintained.isEmpty()) {
      Map<String, AttributeValue> assigned = update.assigned();
      for (Index index : maintained) {
        assigned.forEach(index.schema()::requireAssignable);
      }
    }
  }

  /**
   * Checks the key attributes of indexes that an update has changed.
   *
   * @param before null if there was no item
   * @throws ValidationException if one has the wrong type now, or no bytes or too many
   */
  public void requireIndexable(Update update, Item before, Item after) {
    List<Index> maintained = state.maintained();
    if (!maintained.isEmpty()) {
      Set<String> changes = update.attributes();
      for (Index index : maintained) {
        index.schema().requireUpdated(before, after, changes);
      }
    }
  }

  /**
   * Checks that no path of some expressions goes into a key attribute of the table or of an index.
   *
   * @throws ValidationException naming the first key attribute into which one goes
   */
  public void requireKeysWhole(Expressions expressions) {
    expressions.requireKeysWhole(schema.names());
    for (Index index : state.maintained()) {
      expressions.requireIndexKeysWhole(index.schema().names());
    }
  }

  /** The codec of the table's items. */
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

  /** The partition of an engine key. */
  public ItemPartition partitionOf(byte[] key) {
    return partitions.of(key);
  }

  /** The number of the lock of an engine key, in {@link KeyLocks}. */
  public int lockOf(byte[] key) {
    return KeyLocks.stripe(record().id(), key);
  }

  @Override
  public Table table() {
    return this;
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

  @Override
  public void requirePresent() {
    if (deleted) {
      throw Refusals.noTable();
    }
  }
}
