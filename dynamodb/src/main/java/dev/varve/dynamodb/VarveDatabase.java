package dev.varve.dynamodb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.ForwardingDynamoDb;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.balance.Balancer;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.changes.ChangeClock;
import dev.varve.dynamodb.changes.ChangeLogs;
import dev.varve.dynamodb.changes.HistoryLogs;
import dev.varve.dynamodb.control.BackgroundIndexBuilder;
import dev.varve.dynamodb.control.Backups;
import dev.varve.dynamodb.control.ControlPlane;
import dev.varve.dynamodb.control.IndexBuild;
import dev.varve.dynamodb.control.Measures;
import dev.varve.dynamodb.control.Partitioning;
import dev.varve.dynamodb.control.PointInTimeRecovery;
import dev.varve.dynamodb.control.TableDescriptions;
import dev.varve.dynamodb.delivery.Deliveries;
import dev.varve.dynamodb.delivery.TriggerService;
import dev.varve.dynamodb.expiry.Sweeper;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.history.Histories;
import dev.varve.dynamodb.insights.Insights;
import dev.varve.dynamodb.kinesis.Destinations;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.lock.TransactedItems;
import dev.varve.dynamodb.meter.AlarmBoard;
import dev.varve.dynamodb.meter.KeyInsights;
import dev.varve.dynamodb.meter.Metering;
import dev.varve.dynamodb.meter.MetricBoard;
import dev.varve.dynamodb.metrics.Alarms;
import dev.varve.dynamodb.metrics.ServiceMetrics;
import dev.varve.dynamodb.operation.ControlOperations;
import dev.varve.dynamodb.operation.DataOperations;
import dev.varve.dynamodb.operation.FaultInjection;
import dev.varve.dynamodb.operation.Services;
import dev.varve.dynamodb.operation.TimeToLiveOperations;
import dev.varve.dynamodb.partition.CountEstimate;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.CollectionSizes;
import dev.varve.dynamodb.read.IndexLag;
import dev.varve.dynamodb.read.ItemReads;
import dev.varve.dynamodb.read.ManyReads;
import dev.varve.dynamodb.read.PageReads;
import dev.varve.dynamodb.recurring.Recurring;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stream.StreamLifecycle;
import dev.varve.dynamodb.stream.StreamReads;
import dev.varve.dynamodb.stream.Streams;
import dev.varve.dynamodb.table.Buildable;
import dev.varve.dynamodb.table.Expiry;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.Place;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.throttle.Overload;
import dev.varve.dynamodb.throttle.Throttle;
import dev.varve.dynamodb.throttle.TokenThrottle;
import dev.varve.dynamodb.token.RequestTokens;
import dev.varve.dynamodb.transfer.Buckets;
import dev.varve.dynamodb.transfer.Exports;
import dev.varve.dynamodb.transfer.Imports;
import dev.varve.dynamodb.transfer.TransferWorker;
import dev.varve.dynamodb.trigger.Triggers;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.CollectionLimit;
import dev.varve.dynamodb.write.Emptying;
import dev.varve.dynamodb.write.Expirations;
import dev.varve.dynamodb.write.MutationPipeline;
import dev.varve.dynamodb.write.Reversals;
import dev.varve.dynamodb.write.Transactions;
import dev.varve.engine.EngineStats;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The database on a storage engine, which it owns.
 *
 * <p>A facade: tables change in {@link ControlPlane}, items in {@link MutationPipeline}, and each
 * operation has a class in package {@code operation}.
 */
final class VarveDatabase extends ForwardingDynamoDb implements Varve {
  /** Parsed expressions kept; a program has a few dozen. */
  private static final int CACHED_EXPRESSIONS = 1000;

  private final StorageEngine engine;
  private final VarveOptions options;
  private final Catalog catalog;
  private final ItemReads itemReads;
  private final Tables tables = new Tables();
  private final KeyLocks locks = new KeyLocks();
  private final Optional<IndexLag> lag;
  private final MutationPipeline pipeline;
  private final BackgroundIndexBuilder indexBuilder;
  private final ControlPlane control;
  private final Backups backups;
  private final TransferWorker transfers = new TransferWorker();
  private final Exports exports;
  private final Imports imports;
  private final Sweeper sweeper;
  private final TriggerService triggers;
  private final Destinations destinations;
  private final Metering metering;
  private final KeyInsights insights;
  private final MetricBoard metrics;
  private final AlarmBoard alarms;
  private final Recurring minutes;
  private final Partitioning partitioning;
  private final Balancer balancer;
  private final ControlOperations controlOperations;
  private final DataOperations operations;
  private final RequestTokens tokens;
  private final Closeable afterwards;

  @GuardedBy("this")
  private boolean closed;

  private VarveDatabase(
      StorageEngine engine,
      Path directory,
      VarveOptions options,
      Clock clock,
      Catalog catalog,
      Closeable afterwards) {
    this.afterwards = afterwards;
    this.engine = engine;
    this.options = options;
    this.catalog = catalog;
    this.lag = lag(engine, options, clock);
    this.itemReads = new ItemReads(engine, options.durability(), lag);
    Runnable beforeCommit = lag.isPresent() ? lag.get()::keepState : () -> {};
    TransactedItems transacted = new TransactedItems();
    int batchBytes = maxBatchBytes(options);
    CollectionSizes collections = new CollectionSizes(engine);
    Place place = new Place(options.region(), options.account());
    Throttle throttle =
        options.throttling().isEmpty()
            ? Throttle.NONE
            : new TokenThrottle(TableViews.limits(options.throttling().get()), clock, place);
    MetricsOptions metered = options.metrics().orElseGet(MetricsOptions::defaults);
    this.metering =
        new Metering(
            throttle,
            tables,
            clock,
            options.metrics().isPresent(),
            (int) metered.kept().toMinutes());
    this.insights = new KeyInsights(metering, tables, catalog.insights());
    this.metrics = new MetricBoard(metering);
    this.alarms = new AlarmBoard(metering, metrics, tables, catalog.alarms());
    this.minutes = new Recurring("varve-alarms", metered.checkInterval(), alarms::evaluate);
    this.indexBuilder =
        new BackgroundIndexBuilder(
            new IndexBuild.Context(
                engine, catalog, locks, itemReads, beforeCommit, metering::built));
    ChangeLogs logs = new ChangeLogs(engine, directory);
    Streams streams = new Streams();
    Histories histories =
        new Histories(catalog, new HistoryLogs(engine, directory), locks, new ChangeClock(clock));
    StreamLifecycle streamLifecycle = new StreamLifecycle(catalog, logs, streams, locks, clock);
    this.control =
        new ControlPlane(
            catalog,
            directory,
            tables,
            locks,
            clock,
            TableViews.delays(options.delays()),
            indexBuilder,
            streamLifecycle,
            histories);
    this.partitioning = new Partitioning(engine, control, tables, streamLifecycle);
    this.balancer = new Balancer(engine, tables, partitioning, clock, TableViews.balance(options));
    this.pipeline =
        new MutationPipeline(
            engine,
            options.durability(),
            catalog,
            locks,
            itemReads,
            transacted,
            beforeCommit,
            batchBytes,
            new CollectionLimit(
                collections, options.collectionLimitBytes().orElse(CollectionLimit.NONE)),
            metering,
            clock,
            control::keepLogs);
    ExpressionCache expressions = new ExpressionCache(CACHED_EXPRESSIONS);
    PageReads pages = new PageReads(engine, itemReads, clock, lag);
    TableDescriptions descriptions = new TableDescriptions(place, new Measures(engine), clock);
    this.backups =
        new Backups(
            catalog,
            control,
            tables,
            locks,
            clock,
            TableViews.delays(options.delays()),
            descriptions);
    PointInTimeRecovery recovery =
        new PointInTimeRecovery(
            engine,
            directory,
            catalog,
            control,
            tables,
            locks,
            histories,
            new Reversals(pipeline),
            descriptions);
    Optional<Buckets> buckets =
        options.buckets().map(folder -> new Buckets(folder.files(), folder.root()));
    this.exports = new Exports(engine, catalog, locks, histories, buckets, transfers, clock);
    this.imports = new Imports(catalog, control, pipeline, place, buckets, transfers, clock);
    StreamReads streamReads = new StreamReads(streams, logs, clock, directory);
    Deliveries deliveries = new Deliveries(engine, catalog, streamReads, place, clock, directory);
    this.triggers = TriggerService.of(deliveries, tables, control::keepLogs);
    this.destinations =
        new Destinations(
            deliveries,
            logs,
            tables,
            locks,
            options.kinesis().map(TableViews::sink),
            options.delays().updating());
    Services services =
        new Services(
            tables,
            itemReads,
            pages,
            collections,
            pipeline,
            expressions,
            clock,
            control,
            descriptions,
            metering,
            metering,
            insights,
            streamReads,
            backups,
            recovery,
            exports,
            imports,
            destinations,
            options
                .faults()
                .map(faults -> new FaultInjection(faults, tables, new Overload(place)))
                .orElse(null));
    TimeToLiveOptions timeToLive = options.timeToLive();
    this.sweeper =
        new Sweeper(
            engine,
            tables,
            new Expirations(pipeline),
            clock,
            timeToLive.sweepInterval(),
            timeToLive.delay());
    this.controlOperations =
        new ControlOperations(
            services,
            new TimeToLiveOperations(
                services, sweeper, timeToLive.changeInterval(), options.delays().updating()),
            options.partitionsPerTable());
    this.tokens = new RequestTokens(engine, options.durability(), catalog, clock, directory);
    this.operations =
        new DataOperations(
            services,
            controlOperations,
            new ManyReads(engine, itemReads, clock, lag),
            new Transactions(pipeline, transacted),
            tokens,
            batchBytes / 2);
  }

  /** How far reads lag behind the newest state; empty where none ever does. */
  private static Optional<IndexLag> lag(StorageEngine engine, VarveOptions options, Clock clock) {
    if (options.indexLag().isEmpty() && options.faults().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new IndexLag(
            engine,
            clock,
            options.indexLag().map(setting -> setting.longest().toMillis()).orElse(0L),
            options.indexLag().map(IndexReadLag::seed).orElse(0L),
            () -> options.faults().map(faults -> faults.longestLag().toMillis()).orElse(0L)));
  }

  /**
   * How large a batch the engine takes, or somewhat less: a segment of its log begins with a head.
   */
  private static int maxBatchBytes(VarveOptions options) {
    return Math.min(WriteBatch.MAX_BYTES, options.engine().walSegmentBytes() / 100 * 99);
  }

  /** Opens the database in an engine, which it closes, also when it fails here. */
  static Varve open(StorageEngine engine, Path directory, VarveOptions options, Clock clock)
      throws IOException {
    return open(engine, directory, options, clock, () -> {});
  }

  /**
   * Opens the database in an engine, as above.
   *
   * @param afterwards closed when a database that was opened has been closed, after the engine
   */
  static Varve open(
      StorageEngine engine, Path directory, VarveOptions options, Clock clock, Closeable afterwards)
      throws IOException {
    try {
      boolean readOnly = options.engine().readOnly();
      Catalog catalog = Catalog.open(engine, directory, readOnly);
      VarveDatabase database =
          new VarveDatabase(engine, directory, options, time(options, clock), catalog, afterwards);
      try {
        database.control.open(readOnly);
        database.destinations.open(readOnly);
        database.backups.open();
        database.exports.open();
        database.imports.open();
        database.triggers.open(readOnly);
        database.insights.open(readOnly);
        database.alarms.open();
        boolean itemsExpire =
            database.tables.all().stream().anyMatch(table -> table.expiry() != null);
        if (itemsExpire && !readOnly) {
          database.sweeper.start();
        }
        if (options.metrics().isPresent()) {
          database.minutes.start();
        }
        if (!readOnly) {
          database.balancer.start();
        }
        return database;
      } catch (Throwable failure) {
        database.triggers.close();
        database.destinations.close();
        try {
          database.indexBuilder.close();
        } catch (IOException second) {
          failure.addSuppressed(second);
        }
        throw failure;
      }
    } catch (Throwable failure) {
      try {
        engine.close();
      } catch (IOException | RuntimeException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  /** The time of day that the options say, and the clock's readings. */
  private static Clock time(VarveOptions options, Clock clock) {
    return options.clock().isEmpty() ? clock : new SetClock(options.clock().get(), clock);
  }

  /** A clock whose time of day comes from elsewhere. */
  private record SetClock(InstantSource timeOfDay, Clock clock) implements Clock {
    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }

    @Override
    public long epochMillis() {
      return timeOfDay.millis();
    }
  }

  @Override
  protected DynamoDb operations() {
    return operations;
  }

  @Override
  public TableOverview createTable(TableDefinition definition) throws IOException {
    controlOperations.createTable(
        definition.request(), definition.partitions().orElse(options.partitionsPerTable()));
    return overview(definition.name());
  }

  @Override
  public boolean createTableIfMissing(TableDefinition definition) throws IOException {
    pipeline.requireOpen();
    synchronized (control) { // which creates and deletes tables under its monitor
      Optional<Table> present =
          tables.present(definition.name()).filter(table -> !table.isDeleted());
      if (present.isPresent()) {
        TableViews.requireSame(TableViews.definition(present.get()), definition);
        return false;
      }
      createTable(definition);
      return true;
    }
  }

  @Override
  public TableOverview deleteTable(String name) throws IOException {
    pipeline.requireOpen();
    TableOverview description = with(name, this::overview);
    control.delete(TableArns.name(name));
    return description;
  }

  @Override
  public TableOverview overview(String name) throws IOException {
    return with(name, this::overview);
  }

  @Override
  public TableDefinition tableDefinition(String name) {
    pipeline.requireOpen();
    return TableViews.definition(tables.get(name));
  }

  /** Works on a table that may be deleted meanwhile. */
  private interface TableOperation<T> {
    T on(Table table) throws IOException;
  }

  private <T> T with(String name, TableOperation<T> operation) throws IOException {
    pipeline.requireOpen();
    Table table = tables.get(name);
    while (!table.isDeleted()) {
      int before = table.replacements();
      try {
        T result = operation.on(table);
        if (!table.isDeleted()) { // else its partitions may have been dropped
          return result;
        }
      } catch (IllegalArgumentException refusal) {
        // Of a partition that has been dropped with its table, or that another one took the place
        // of: then once more.
        if (!table.isDeleted() && table.replacements() == before) {
          throw refusal;
        }
      }
    }
    throw Refusals.noTable(name);
  }

  private TableOverview overview(Table table) {
    CountEstimate items = CountEstimate.NONE;
    for (ItemPartition partition : table.partitions()) {
      items = items.plus(partition.itemCount().estimate(engine));
    }
    return TableViews.overview(table, items);
  }

  @Override
  public long countItems(String name) throws IOException {
    return with(
        name,
        table -> {
          long sum = 0;
          for (ItemPartition partition : table.partitions()) {
            sum += partition.itemCount().count(engine, locks);
            // The count tells of writes that may still be on their way to storage.
            itemReads.awaitDurable(table, partition);
          }
          return sum;
        });
  }

  @Override
  public List<String> listTables() {
    pipeline.requireOpen();
    // Names are ASCII, so the order of chars is that of code points.
    return tables.all().stream()
        .filter(table -> !table.isDeleted())
        .map(Table::name)
        .sorted()
        .toList();
  }

  @Override
  public long sweepExpired(String name) throws IOException {
    pipeline.requireOpen();
    return sweeper.sweep(tables.get(name));
  }

  @Override
  public Triggers triggers() {
    return triggers;
  }

  @Override
  public void deleteAllTables() throws IOException {
    pipeline.requireOpen();
    control.deleteAll();
    tokens.forget();
  }

  @Override
  public long deleteAllItems() throws IOException {
    pipeline.requireOpen();
    Emptying emptying = new Emptying(engine, pipeline);
    long deleted = 0;
    for (Table table : tables.all()) {
      try {
        deleted += table.isDeleted() ? 0 : emptying.empty(table);
      } catch (ResourceNotFoundException gone) {
        if (!table.isDeleted()) {
          throw gone;
        }
      }
    }
    tokens.forget();
    return deleted;
  }

  @Override
  public List<TablePartition> partitions(String name) throws IOException {
    return with(name, table -> views(table.partitions()));
  }

  @Override
  public List<TablePartition> partitions(String name, String index) throws IOException {
    return with(
        name,
        table -> {
          Index found =
              table.indexes().stream()
                  .filter(known -> known.name().equals(index))
                  .findFirst()
                  .orElseThrow(() -> Refusals.noIndex(index));
          try {
            return views(found.partitions());
          } catch (IllegalArgumentException refusal) {
            throw found.explain(refusal);
          }
        });
  }

  private List<TablePartition> views(List<ItemPartition> partitions) {
    List<TablePartition> views = new ArrayList<>();
    for (ItemPartition partition : partitions) {
      CountEstimate items = partition.itemCount().estimate(engine);
      views.add(
          new TablePartition(
              partition.id(),
              partition.range(),
              items.items(),
              items.exact(),
              partition.latencies().copy(),
              balancer.heat(partition),
              engine.stats(partition.id())));
    }
    return views;
  }

  @Override
  public ServiceMetrics metrics() {
    requireMetrics();
    return metrics;
  }

  @Override
  public Alarms alarms() {
    requireMetrics();
    return alarms;
  }

  private void requireMetrics() {
    pipeline.requireOpen();
    if (options.metrics().isEmpty()) {
      throw new IllegalStateException("the database has no metrics: VarveOptions.withMetrics");
    }
  }

  @Override
  public Insights insights() {
    pipeline.requireOpen();
    return insights;
  }

  @Override
  public List<Integer> splitPartition(String table, int partition, long firstHash)
      throws IOException {
    pipeline.requireOpen();
    return partitioning.split(table, partition, firstHash);
  }

  @Override
  public int mergePartitions(String table, int partition) throws IOException {
    pipeline.requireOpen();
    return partitioning.merge(table, partition);
  }

  @Override
  public int balancePartitions(String table) throws IOException {
    pipeline.requireOpen();
    return balancer.look(tables.get(table));
  }

  @Override
  public boolean isInMemory() {
    return engine.isInMemory();
  }

  @Override
  public EngineStats engineStats() {
    pipeline.requireOpen();
    return engine.stats();
  }

  @Override
  public int partitionOf(String table, Item key) {
    pipeline.requireOpen();
    Table found = tables.require(table);
    return found.partitionOf(found.schema().keyOfLookup(key)).id();
  }

  @Override
  public void sync() throws IOException {
    engine.sync();
  }

  @Override
  public void flush(String name) throws IOException {
    forEachPartition(name, engine::flush);
  }

  @Override
  public void compact(String name) throws IOException {
    forEachPartition(name, engine::compact);
  }

  /** Works on a partition of the engine. */
  private interface PartitionOperation {
    void on(int id) throws IOException;
  }

  private void forEachPartition(String name, PartitionOperation operation) throws IOException {
    with(
        name,
        table -> {
          for (ItemPartition partition : table.partitions()) {
            operation.on(partition.id());
          }
          for (Index index : table.indexes()) {
            for (ItemPartition partition : index.partitions()) {
              onIndex(index, partition, operation);
            }
          }
          Expiry expiry = table.expiry();
          if (expiry != null) {
            onIndex(expiry, expiry.partition(), operation);
          }
          return table;
        });
  }

  /** Works on a partition of an index; nothing is to be done if that has been deleted since. */
  private static void onIndex(
      Buildable index, ItemPartition partition, PartitionOperation operation) throws IOException {
    try {
      operation.on(partition.id());
    } catch (IllegalArgumentException refusal) {
      if (index.isMaintained()) {
        throw refusal;
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (afterwards;
        engine;
        Closeable _ = this::endWrites;
        indexBuilder;
        transfers;
        sweeper;
        balancer;
        destinations;
        triggers;
        minutes) {
      // Closed from the last to the first, and what fails hides nothing else that does.
    }
  }

  private void endWrites() throws IOException {
    pipeline.close();
    lag.ifPresent(IndexLag::close);
    putCounts();
  }

  private void putCounts() throws IOException {
    Map<Integer, Long> counts = knownCounts();
    boolean isNews = catalog.areCountsVoid() || !counts.equals(catalog.counts());
    if (isNews && !options.engine().readOnly()) {
      catalog.putCounts(counts);
    }
  }

  private Map<Integer, Long> knownCounts() {
    Map<Integer, Long> counts = new HashMap<>();
    for (Table table : tables.all()) {
      if (table.isDeleted()) {
        continue;
      }
      putKnown(counts, table.partitions());
      table.indexes().forEach(index -> putKnown(counts, index.partitions()));
    }
    return counts;
  }

  private static void putKnown(Map<Integer, Long> counts, List<ItemPartition> partitions) {
    for (ItemPartition partition : partitions) {
      OptionalLong count = partition.itemCount().ifKnown();
      if (count.isPresent()) {
        counts.put(partition.id(), count.getAsLong());
      }
    }
  }
}
