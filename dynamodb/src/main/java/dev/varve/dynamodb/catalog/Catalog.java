package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.engine.Checkpoint;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.PartitionOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The tables of a database, kept in the partition with the lowest number.
 *
 * <p>A table's partitions are created before its record is written and dropped after it is deleted,
 * each step durable before the next. So after a crash there may be partitions that belong to no
 * table, never a table without its partitions; {@link #open} drops such partitions.
 *
 * <p>Safe for use by many threads, but no two tables or indexes may be created or deleted at once.
 */
public final class Catalog {
  private static final int NO_PARTITION = -1;
  private static final PartitionDescriptor OF_TOKENS = new PartitionDescriptor.OfTokens();
  private static final PartitionDescriptor OF_DELIVERIES = new PartitionDescriptor.OfDeliveries();

  private final StorageEngine engine;
  private final Path database;
  private final int partition;
  private final ChangeLogCatalog changeLogs;
  private final BackupCatalog backups;
  private final TransferCatalog transfers;
  private final HistoryCatalog histories;
  private final InsightCatalog insights;
  private final AlarmCatalog alarms;

  /**
   * A number that was given since the catalog was opened, or that logs of changes had before then;
   * all such were smaller.
   */
  private int newestNumber;

  /** The partition of the requests' tokens, or {@link #NO_PARTITION}. Written under the monitor. */
  private volatile int tokens = NO_PARTITION;

  /** The partition of triggers, or {@link #NO_PARTITION}. Written under the monitor. */
  private volatile int deliveries = NO_PARTITION;

  /** Of the format that the records have: the newest, unless the engine is read-only. */
  private int version = CatalogLayout.VERSION;

  /** What a crash may have left records behind; null once they follow. */
  private Successors successors;

  /** The item counts that the last shutdown left. */
  private Map<Integer, Long> counts = Map.of();

  /** Whether the item counts of the last shutdown are void already. Written under the monitor. */
  private volatile boolean countsVoid;

  private Catalog(StorageEngine engine, Path database, int partition) {
    this.engine = engine;
    this.database = database;
    this.partition = partition;
    this.changeLogs = new ChangeLogCatalog(engine, partition, database);
    this.backups = new BackupCatalog(engine, partition, database);
    this.transfers = new TransferCatalog(engine, partition, database);
    this.histories = new HistoryCatalog(engine, partition, database);
    this.insights = new InsightCatalog(engine, partition, database);
    this.alarms = new AlarmCatalog(engine, partition, database);
  }

  /**
   * Opens the catalog, creates it in an empty engine, brings an older one to the newest format, and
   * drops partitions that belong to no table.
   *
   * @param database the engine's directory, for error messages
   * @param readOnly whether to change nothing; the engine must not be empty then
   * @throws UnsupportedFormatException if a newer release wrote it; nothing is changed then
   * @throws CorruptionException if the engine holds partitions and none of them is a catalog, or
   *     they are not those that the catalog's tables have; nothing is changed then
   */
  public static Catalog open(StorageEngine engine, Path database, boolean readOnly)
      throws IOException {
    List<Integer> ids = engine.partitions();
    if (ids.isEmpty()) {
      ids = engine.createPartitions(List.of(options(new PartitionDescriptor.OfCatalog())));
    }
    Catalog catalog = new Catalog(engine, database, ids.getFirst());
    catalog.findFormat(ids.size());
    Map<Integer, PartitionDescriptor> descriptors = catalog.descriptors(ids);
    catalog.successors = new Successors(Set.copyOf(ids), descriptors);
    Set<Integer> orphans = catalog.orphans(ids, descriptors);
    catalog.counts = catalog.readCounts();
    // All records have been decoded: nothing was refused.
    if (!readOnly) {
      catalog.upgrade();
      catalog.followSuccessors();
      if (!orphans.isEmpty()) {
        engine.dropPartitions(orphans);
      }
      catalog.dropLostHistories();
    }
    return catalog;
  }

  static PartitionOptions options(PartitionDescriptor descriptor) {
    return PartitionOptions.defaults().withDescriptor(DescriptorLayout.encode(descriptor));
  }

  private void findFormat(int partitionCount) throws IOException {
    byte[] format = engine.get(partition, CatalogLayout.FORMAT_KEY);
    if (format == null) {
      if (partitionCount > 1 || !isEmpty()) {
        throw new CorruptionException("catalog", database, 0, "a format version", "none");
      }
      // A new directory, or one whose creation was cut short right here.
      version = 0;
    } else if (format.length != 1 || format[0] < 1 || format[0] > CatalogLayout.VERSION) {
      throw new UnsupportedFormatException(
          database, format.length == 0 ? 0 : format[0] & 0xFF, CatalogLayout.VERSION);
    } else {
      version = format[0];
    }
  }

  private boolean isEmpty() throws IOException {
    try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
      return !cursor.first();
    }
  }

  /** Writes all records anew, in one batch, if they have an older format. */
  private void upgrade() throws IOException {
    if (version < CatalogLayout.VERSION) {
      WriteBatch batch =
          new WriteBatch()
              .put(partition, CatalogLayout.FORMAT_KEY, new byte[] {CatalogLayout.VERSION});
      for (TableRecord table : tables()) {
        batch.put(partition, CatalogLayout.tableKey(table.name()), TableRecordLayout.encode(table));
      }
      if (!counts.isEmpty()) {
        batch.put(partition, CatalogLayout.COUNTS_KEY, CatalogLayout.encodeCounts(counts));
      }
      write(batch);
      version = CatalogLayout.VERSION;
    }
  }

  /** Writes the records whose partitions others took the place of, when a crash came between. */
  private void followSuccessors() throws IOException {
    WriteBatch batch = new WriteBatch();
    for (TableRecord table : stored()) {
      TableRecord followed = successors.follow(table);
      if (!followed.equals(table)) {
        batch.put(
            partition, CatalogLayout.tableKey(table.name()), TableRecordLayout.encode(followed));
      }
    }
    if (batch.count() > 0) {
      write(batch);
    }
    successors = null; // records and partitions agree, and change together from now on
  }

  private Map<Integer, PartitionDescriptor> descriptors(List<Integer> ids) throws IOException {
    Map<Integer, PartitionDescriptor> descriptors = new HashMap<>();
    for (int id : ids) {
      byte[] descriptor = engine.partitionOptions(id).descriptor();
      // Releases before the descriptors left none.
      if (descriptor.length > 0) {
        descriptors.put(id, DescriptorLayout.decode(descriptor, id, database));
      }
    }
    return descriptors;
  }

  /** The partitions that belong to no table. All others are what their tables say of them. */
  private Set<Integer> orphans(List<Integer> ids, Map<Integer, PartitionDescriptor> descriptors)
      throws IOException {
    PartitionDescriptor ofCatalog = new PartitionDescriptor.OfCatalog();
    requireDescriptor(descriptors, partition, ofCatalog);
    Set<Integer> orphans = new HashSet<>(ids);
    orphans.remove(partition);
    for (int id : orphans) {
      if (ofCatalog.equals(descriptors.get(id))) {
        throw new CorruptionException(
            "descriptor of partition " + id, database, 0, "no second catalog", "a catalog");
      }
      if (OF_TOKENS.equals(descriptors.get(id))) {
        if (tokens != NO_PARTITION) {
          throw new CorruptionException(
              "descriptor of partition " + id, database, 0, "no second one for tokens", "tokens");
        }
        tokens = id;
      }
      if (OF_DELIVERIES.equals(descriptors.get(id))) {
        if (deliveries != NO_PARTITION) {
          throw new CorruptionException(
              "descriptor of partition " + id, database, 0, "no second one for triggers", "one");
        }
        deliveries = id;
      }
    }
    orphans.remove(tokens);
    orphans.remove(deliveries);
    for (TableRecord table : tables()) {
      for (int i = 0; i < table.partitions().size(); i++) {
        int id = table.partitions().get(i).partition();
        requireOwn(orphans, id, "table " + table.name());
        requireDescriptor(descriptors, id, descriptor(table, table.hashes(i)));
      }
      for (IndexRecord index : table.indexes()) {
        for (int i = 0; i < index.partitions().size(); i++) {
          int id = index.partitions().get(i).partition();
          requireOwn(orphans, id, "index " + index.name() + " of table " + table.name());
          requireDescriptor(descriptors, id, descriptor(table, index, index.hashes(i)));
        }
      }
      for (int id : expiryPartition(table)) {
        requireOwn(orphans, id, "the expiry index of table " + table.name());
        requireDescriptor(descriptors, id, expiryDescriptor(table));
      }
    }
    for (ChangeLogRecord logs : changeLogs.all()) {
      // A table's number must not be that of a deleted one whose logs are there.
      newestNumber = Math.max(newestNumber, logs.table());
      for (ChangeLogRecord.Stream stream : logs.streams()) {
        for (ChangeLogRecord.Shard shard : stream.shards()) {
          int id = shard.name().partition();
          requireOwn(orphans, id, "change logs of table " + logs.tableName());
          requireDescriptor(
              descriptors,
              id,
              new PartitionDescriptor.OfChanges(logs.table(), logs.tableName(), shard.hashes()));
        }
      }
    }
    for (BackupRecord backup : backups.all()) {
      requireOwn(orphans, descriptors, backup);
    }
    Set<Integer> present = numbersOfTables();
    for (HistoryRecord history : histories.all()) {
      // One without its table is left of a deletion that was cut short.
      if (present.contains(history.table())) {
        requireOwn(orphans, descriptors, history);
      }
    }
    return orphans;
  }

  private Set<Integer> numbersOfTables() throws IOException {
    Set<Integer> numbers = new HashSet<>();
    tables().forEach(table -> numbers.add(table.id()));
    return numbers;
  }

  private void requireOwn(
      Set<Integer> free, Map<Integer, PartitionDescriptor> descriptors, HistoryRecord history)
      throws CorruptionException {
    for (HistoryRecord.Generation generation : history.generations()) {
      for (HistoryRecord.Log log : generation.logs()) {
        requireOwn(free, log.partition(), "the history of table " + history.tableName());
        requireDescriptor(
            descriptors,
            log.partition(),
            new PartitionDescriptor.OfChanges(history.table(), history.tableName(), log.hashes()));
      }
    }
  }

  /** Removes the records of histories whose tables have been deleted. */
  private void dropLostHistories() throws IOException {
    Set<Integer> present = numbersOfTables();
    for (HistoryRecord history : histories.all()) {
      if (!present.contains(history.table())) {
        histories.remove(history);
      }
    }
  }

  private void requireOwn(
      Set<Integer> free, Map<Integer, PartitionDescriptor> descriptors, BackupRecord backup)
      throws CorruptionException {
    TableRecord table = backup.table();
    for (int i = 0; i < table.partitions().size(); i++) {
      int id = table.partitions().get(i).partition();
      requireOwn(free, id, "backup " + backup.id());
      requireDescriptor(
          descriptors,
          id,
          BackupCatalog.descriptor(backup.number(), table, Optional.empty(), table.hashes(i)));
    }
    for (IndexRecord index : table.indexes()) {
      for (int i = 0; i < index.partitions().size(); i++) {
        int id = index.partitions().get(i).partition();
        requireOwn(free, id, "index " + index.name() + " of backup " + backup.id());
        requireDescriptor(
            descriptors,
            id,
            BackupCatalog.descriptor(
                backup.number(), table, Optional.of(index.name()), index.hashes(i)));
      }
    }
  }

  private void requireOwn(Set<Integer> free, int id, String owner) throws CorruptionException {
    if (!free.remove(id)) {
      throw new CorruptionException(
          "catalog", database, 0, "partition " + id + " of " + owner, "none");
    }
  }

  private void requireDescriptor(
      Map<Integer, PartitionDescriptor> descriptors, int id, PartitionDescriptor expected)
      throws CorruptionException {
    PartitionDescriptor found = descriptors.get(id);
    if (found != null && !found.equals(expected)) {
      throw new CorruptionException(
          "descriptor of partition " + id, database, 0, expected.toString(), found.toString());
    }
  }

  static PartitionDescriptor descriptor(TableRecord table, HashRange hashes) {
    return new PartitionDescriptor.OfItems(table.id(), table.name(), hashes);
  }

  static PartitionDescriptor descriptor(TableRecord table, IndexRecord index, HashRange hashes) {
    return new PartitionDescriptor.OfIndexEntries(
        table.id(), table.name(), index.id(), index.name(), hashes);
  }

  private static PartitionDescriptor expiryDescriptor(TableRecord table) {
    return new PartitionDescriptor.OfExpiry(table.id(), table.name());
  }

  /** The partition of a table's expiry index; none if its items do not expire. */
  private static List<Integer> expiryPartition(TableRecord table) {
    return table.timeToLive().stream()
        .flatMap(record -> record.partition().stream().boxed())
        .toList();
  }

  /** The part of the catalog that tells of logs of changes. */
  public ChangeLogCatalog changeLogs() {
    return changeLogs;
  }

  /** The part of the catalog that tells of backups. */
  public BackupCatalog backups() {
    return backups;
  }

  /** The part of the catalog that tells of exports and imports. */
  public TransferCatalog transfers() {
    return transfers;
  }

  /** The part of the catalog that tells of histories. */
  public HistoryCatalog histories() {
    return histories;
  }

  /** The part of the catalog that tells of contributor insights. */
  public InsightCatalog insights() {
    return insights;
  }

  /** The part of the catalog that tells of alarms. */
  public AlarmCatalog alarms() {
    return alarms;
  }

  /** All tables, in the order of their names, with the partitions that there are. */
  public List<TableRecord> tables() throws IOException {
    List<TableRecord> stored = stored();
    return successors == null ? stored : stored.stream().map(successors::follow).toList();
  }

  private List<TableRecord> stored() throws IOException {
    List<TableRecord> tables = new ArrayList<>();
    try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        byte[] key = cursor.key();
        if (CatalogLayout.isTableKey(key)) {
          tables.add(
              TableRecordLayout.decode(
                  CatalogLayout.tableName(key), cursor.value(), version, database));
        } else {
          CatalogLayout.requireSkippable(key, database);
        }
      }
    }
    return tables;
  }

  /**
   * Creates a table with its indexes, and the partitions of all. Durable on return. If it fails,
   * partitions may be left that belong to no table, or the table may exist after the next start: a
   * write that failed may have happened.
   *
   * @param sortKey null for none
   * @param partitionCount over how many partitions the table is spread, evenly, and so is each
   *     index
   * @param indexes definitions of its indexes
   * @param settings are asked for when the table's number is known
   */
  public TableRecord create(
      String name,
      long createdMillis,
      KeyElement partitionKey,
      KeyElement sortKey,
      int partitionCount,
      List<IndexRecord> indexes,
      IntFunction<TableSettings> settings)
      throws IOException {
    int id = nextNumber();
    TableRecord table =
        new TableRecord(
            name,
            id,
            createdMillis,
            partitionKey,
            sortKey,
            List.of(),
            List.of(),
            settings.apply(id));
    List<PartitionOptions> options = new ArrayList<>();
    for (HashRange hashes : parts(partitionCount)) {
      options.add(options(descriptor(table, hashes)));
    }
    List<IndexRecord> numbered = new ArrayList<>();
    for (IndexRecord definition : indexes) {
      IndexRecord index = definition.made(id + 1 + numbered.size(), List.of());
      numbered.add(index);
      for (HashRange hashes : parts(partitionCount)) {
        options.add(options(descriptor(table, index, hashes)));
      }
    }
    Iterator<Integer> partitions = engine.createPartitions(options).iterator();
    List<TableRecord.PartitionStart> starts = starts(partitions, partitionCount);
    List<IndexRecord> made = new ArrayList<>();
    for (IndexRecord index : numbered) {
      made.add(index.made(index.id(), starts(partitions, partitionCount)));
    }
    TableRecord created =
        new TableRecord(
            name, id, createdMillis, partitionKey, sortKey, starts, made, table.settings());
    newestNumber = id + numbered.size();
    add(created);
    return created;
  }

  /**
   * A number for a table or an index: above all partitions there are, hence above all tables and
   * indexes that one of them may belong to, for each of these has a partition. Above all that were
   * given since the catalog was opened, too: who still works on one that is gone meets no other.
   */
  private int nextNumber() {
    return Math.max(engine.partitions().getLast(), newestNumber) + 1;
  }

  private static List<HashRange> parts(int count) {
    return IntStream.range(0, count).mapToObj(number -> HashRange.part(number, count)).toList();
  }

  private static List<TableRecord.PartitionStart> starts(Iterator<Integer> partitions, int count) {
    return parts(count).stream()
        .map(hashes -> new TableRecord.PartitionStart(partitions.next(), hashes.first()))
        .toList();
  }

  /**
   * Gives no table, index or backup a number up to this one any more: it is that of a table that
   * somebody still knows. Before any is created.
   */
  public void reserveNumbers(int last) {
    newestNumber = Math.max(newestNumber, last);
  }

  /** A number for a backup, which no table or index is given either. */
  public int backupNumber() {
    newestNumber = nextNumber();
    return newestNumber;
  }

  /**
   * Creates a table that holds what a backup does. Durable on return; what may be left if it fails
   * is as with {@link #create}.
   *
   * @param indexes those of the backup that the table gets
   * @param settings are asked for when the table's number is known
   */
  public TableRecord restore(
      BackupRecord backup,
      String name,
      long createdMillis,
      List<IndexRecord> indexes,
      IntFunction<TableSettings> settings)
      throws IOException {
    try (Checkpoint moment = backups.checkpoint(backup.table(), indexes)) {
      TableRecord restored = copy(backup.table(), moment, name, createdMillis, indexes, settings);
      add(restored);
      return restored;
    }
  }

  /**
   * Creates the partitions of a table that holds what another held at a moment. The table itself is
   * not there before {@link #update} writes its record: until then its partitions are of no table,
   * and the next opening drops them.
   *
   * @param moment of the source and these indexes
   * @param indexes those of the source that the table gets
   * @param settings are asked for when the table's number is known
   */
  public TableRecord copy(
      TableRecord source,
      Checkpoint moment,
      String name,
      long createdMillis,
      List<IndexRecord> indexes,
      IntFunction<TableSettings> settings)
      throws IOException {
    int id = nextNumber();
    TableRecord table =
        new TableRecord(
            name,
            id,
            createdMillis,
            source.partitionKey(),
            source.sortKey(),
            List.of(),
            List.of(),
            settings.apply(id));
    List<PartitionOptions> options = new ArrayList<>();
    for (int i = 0; i < source.partitions().size(); i++) {
      options.add(options(descriptor(table, source.hashes(i))));
    }
    List<IndexRecord> numbered = new ArrayList<>();
    for (IndexRecord kept : indexes) {
      IndexRecord index = kept.made(id + 1 + numbered.size(), kept.partitions());
      numbered.add(index);
      for (int i = 0; i < index.partitions().size(); i++) {
        options.add(options(descriptor(table, index, index.hashes(i))));
      }
    }
    Iterator<Integer> partitions = engine.createPartitions(moment, options).iterator();
    List<TableRecord.PartitionStart> starts = starts(partitions, source.partitions());
    List<IndexRecord> made = new ArrayList<>();
    for (IndexRecord index : numbered) {
      made.add(index.made(index.id(), starts(partitions, index.partitions())));
    }
    newestNumber = id + numbered.size();
    return new TableRecord(
        name,
        id,
        createdMillis,
        source.partitionKey(),
        source.sortKey(),
        starts,
        made,
        table.settings());
  }

  private static List<TableRecord.PartitionStart> starts(
      Iterator<Integer> partitions, List<TableRecord.PartitionStart> sources) {
    return sources.stream()
        .map(source -> new TableRecord.PartitionStart(partitions.next(), source.firstHash()))
        .toList();
  }

  /**
   * Adds an index to a table, and creates its partitions, as many as the table has. Durable on
   * return; what may be left if it fails is as with {@link #create}.
   *
   * @param definition of the index
   * @return the table with the index
   */
  public TableRecord createIndex(TableRecord table, IndexRecord definition) throws IOException {
    int count = table.partitions().size();
    IndexRecord index = definition.made(nextNumber(), List.of());
    List<PartitionOptions> options =
        parts(count).stream().map(hashes -> options(descriptor(table, index, hashes))).toList();
    Iterator<Integer> partitions = engine.createPartitions(options).iterator();
    TableRecord changed = table.with(index.made(index.id(), starts(partitions, count)));
    newestNumber = index.id();
    update(changed);
    return changed;
  }

  /**
   * Lets a table's items expire, and creates the partition of its expiry index, which is to be
   * built. Durable on return; what may be left if it fails is as with {@link #create}.
   *
   * @param table whose items do not expire
   * @param attribute whose value says when an item expires
   * @return the table with its expiry index
   */
  public TableRecord createExpiry(TableRecord table, String attribute, long nowMillis)
      throws IOException {
    int created = engine.createPartitions(List.of(options(expiryDescriptor(table)))).getFirst();
    TableRecord changed =
        table.with(
            new TimeToLiveRecord(
                attribute, nowMillis, TimeToLiveRecord.Status.BUILDING, OptionalInt.of(created)));
    update(changed);
    return changed;
  }

  /** Writes a table's record anew; its partitions must exist. Durable on return. */
  public void update(TableRecord table) throws IOException {
    add(table);
  }

  /** Adds a table whose partitions exist. Durable on return. */
  void add(TableRecord table) throws IOException {
    WriteBatch batch =
        new WriteBatch()
            .put(partition, CatalogLayout.tableKey(table.name()), TableRecordLayout.encode(table));
    insights.keepOnly(batch, table.id(), table.indexes());
    write(batch);
  }

  /** Removes a table, whose partitions stay. Durable on return: {@link #drop} is the next step. */
  public void remove(TableRecord table) throws IOException {
    WriteBatch batch = new WriteBatch().delete(partition, CatalogLayout.tableKey(table.name()));
    insights.deleteAll(batch, table.id());
    write(batch);
  }

  /**
   * Drops the partitions of a table that has been removed, and of all its indexes; {@link #open}
   * does it otherwise.
   */
  public void drop(TableRecord table) throws IOException {
    List<Integer> partitions = numbers(table.partitions());
    table.indexes().forEach(index -> partitions.addAll(numbers(index.partitions())));
    partitions.addAll(expiryPartition(table));
    engine.dropPartitions(partitions);
  }

  /**
   * Drops the partitions of an index that its table's record has no more; {@link #open} does it
   * otherwise.
   */
  public void drop(IndexRecord index) throws IOException {
    engine.dropPartitions(numbers(index.partitions()));
  }

  /** Drops an expiry index that its table's record has no more; {@link #open} does it otherwise. */
  public void dropExpiry(int expiryPartition) throws IOException {
    engine.dropPartitions(List.of(expiryPartition));
  }

  private static List<Integer> numbers(List<TableRecord.PartitionStart> starts) {
    List<Integer> numbers = new ArrayList<>();
    starts.forEach(start -> numbers.add(start.partition()));
    return numbers;
  }

  /** The partition of the requests' tokens, if it has been needed. */
  public OptionalInt tokens() {
    return tokens == NO_PARTITION ? OptionalInt.empty() : OptionalInt.of(tokens);
  }

  /** The partition of the requests' tokens, which is created when it is first needed. */
  public int createTokens() throws IOException {
    if (tokens == NO_PARTITION) {
      synchronized (this) {
        if (tokens == NO_PARTITION) {
          tokens = engine.createPartitions(List.of(options(OF_TOKENS))).getFirst();
        }
      }
    }
    return tokens;
  }

  /** The partition of triggers and destinations, if it has been needed. */
  public OptionalInt deliveries() {
    return deliveries == NO_PARTITION ? OptionalInt.empty() : OptionalInt.of(deliveries);
  }

  /** The partition of triggers and destinations, which is created when it is first needed. */
  public int createDeliveries() throws IOException {
    if (deliveries == NO_PARTITION) {
      synchronized (this) {
        if (deliveries == NO_PARTITION) {
          deliveries = engine.createPartitions(List.of(options(OF_DELIVERIES))).getFirst();
        }
      }
    }
    return deliveries;
  }

  /** The item counts by partition that the last shutdown left; empty if it left none. */
  public Map<Integer, Long> counts() {
    return counts;
  }

  private Map<Integer, Long> readCounts() throws IOException {
    byte[] value = engine.get(partition, CatalogLayout.COUNTS_KEY);
    return value == null ? Map.of() : CatalogLayout.decodeCounts(value, version, database);
  }

  /** Leaves item counts for the next start. Durable on return. */
  public void putCounts(Map<Integer, Long> counts) throws IOException {
    write(
        new WriteBatch()
            .put(partition, CatalogLayout.COUNTS_KEY, CatalogLayout.encodeCounts(counts)));
  }

  /**
   * Makes the counts void. To be called before each write that changes one; the first call does it.
   * That need not be durable on its own: what a crash leaves is a prefix of the writes, so a state
   * that holds a later write holds this one too.
   */
  public void voidCounts() throws IOException {
    if (!countsVoid) {
      synchronized (this) {
        if (!countsVoid) {
          engine.write(
              new WriteBatch().delete(partition, CatalogLayout.COUNTS_KEY), Durability.BUFFERED);
          countsVoid = true;
        }
      }
    }
  }

  /** Whether {@link #voidCounts} has been called: the catalog holds no counts any more. */
  public boolean areCountsVoid() {
    return countsVoid;
  }

  private void write(WriteBatch batch) throws IOException {
    engine.write(batch, Durability.SYNC);
  }
}
