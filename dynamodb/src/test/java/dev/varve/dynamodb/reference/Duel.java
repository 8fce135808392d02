package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.TableOverview;
import dev.varve.dynamodb.TimeToLiveOptions;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.IndexStatus;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.ScanResult;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.model.StreamedTable;
import dev.varve.dynamodb.model.TimeToLive;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.EngineOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A database and the reference, of which the same is asked. For one thread. */
final class Duel implements AutoCloseable {
  private static final int WAITS = 60_000;

  /**
   * Small files; a segment of the log takes a batch of large items with all their index entries.
   */
  private static final EngineOptions ENGINE = Databases.SMALL.withWal(16 << 20, 64 << 20);

  /** Few of the numbers that items have are later. */
  private static final int LATEST_SECONDS = 20;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1));
  private final Databases databases;
  private final ReferenceDynamoDb reference = new ReferenceDynamoDb();
  private final Map<String, Streamed> streams = new HashMap<>();
  private final Memories memories = new Memories();

  /** The latest time that the database has seen. */
  private Instant latest = now.get();

  /** A stream that is followed, and what it has told. */
  private record Streamed(StreamFollower follower, StreamedTable told) {}

  Duel() throws IOException {
    databases =
        new Databases(
            VarveOptions.defaults()
                .withPartitionsPerTable(2)
                .withEngine(ENGINE)
                .withTimeToLive(TimeToLiveOptions.defaults().withoutSweeps())
                .withClock(now::get));
  }

  ReferenceDynamoDb reference() {
    return reference;
  }

  /**
   * Takes a step on both sides.
   *
   * @param seed of what is random about the step
   * @throws AssertionError if they differ
   */
  void take(Step step, long seed) throws IOException {
    switch (step) {
      case Command command -> ask(command);
      case Step.Event event -> happen(event, seed);
    }
  }

  private void happen(Step.Event event, long seed) throws IOException {
    switch (event) {
      case COMPARE -> {}
      case FLUSH -> {
        for (String table : reference.tables().keySet()) {
          databases.varve().flush(table);
        }
      }
      case COMPACT -> {
        for (String table : reference.tables().keySet()) {
          databases.varve().compact(table);
        }
      }
      case REOPEN -> databases.reopen();
      case KILL -> databases.kill();
      case LOSE_POWER -> databases.losePower(seed);
      case SWEEP -> sweep(new Random(seed));
      case SPLIT -> Splits.change(databases.varve(), any(seed).name, new Random(seed));
      case REMEMBER -> {
        now.set(memories.keep(databases.varve(), any(seed), latest));
        latest = now.get();
      }
      case RESTORE -> memories.restore(databases.varve(), new Random(seed));
    }
    compareAll();
  }

  private TableState any(long seed) {
    List<TableState> tables = List.copyOf(reference.tables().values());
    return tables.get(new Random(seed).nextInt(tables.size()));
  }

  private void sweep(Random random) throws IOException {
    Instant time = Instant.ofEpochMilli(random.nextInt(1000 * LATEST_SECONDS));
    if (time.isAfter(latest)) {
      latest = time;
    }
    // A time that is kept must stay in the past of all that comes.
    now.set(memories.isEmpty() ? time : latest);
    for (TableState table : reference.tables().values()) {
      int expected = reference.sweep(table, now.get());
      long swept = databases.varve().sweepExpired(table.name);
      if (swept != expected) {
        throw new AssertionError(
            swept + " items of " + table.name + " were swept at " + now + ", not " + expected);
      }
    }
  }

  private void ask(Command command) throws IOException {
    reference.expect(command.trees());
    if (command.request() instanceof Query query) {
      learn(query.tableName(), query.indexName(), null);
    } else if (command.request() instanceof Scan scan) {
      learn(scan.tableName(), scan.indexName(), scan.totalSegments());
    }
    Object actual = answer(command, databases.varve());
    List<?> expected =
        switch (command.request()) {
          case Query query -> answers(() -> reference.queryAlternatives(query));
          case Scan scan -> answers(() -> reference.scanAlternatives(scan));
          default -> List.of(answer(command, reference));
        };
    if (expected.stream()
        .noneMatch(one -> Answers.areSame(one, actual, reference.unsureMembers()))) {
      throw new AssertionError(
          Answers.json(command.request())
              + "\n  reference: "
              + String.join("\n    or ", expected.stream().map(Answers::text).toList())
              + "\n  Varve:     "
              + Answers.text(actual),
          actual instanceof DynamoException e ? e : null);
    }
    if (command.request() instanceof UpdateTable update) {
      awaitIndexes(update.tableName());
    }
    if (command.request() instanceof UpdateTimeToLive update) {
      awaitTimes(update.tableName());
    }
  }

  private interface Alternatives {
    List<?> get();
  }

  private static List<?> answers(Alternatives alternatives) {
    try {
      return alternatives.get();
    } catch (DynamoException e) {
      return List.of(e);
    }
  }

  private static Object answer(Command command, dev.varve.dynamodb.api.DynamoDb database)
      throws IOException {
    try {
      return command.call().on(database);
    } catch (DynamoException e) {
      return e;
    }
  }

  /** Waits until the items of a table that expire are known. */
  private void awaitTimes(String name) throws IOException {
    TableState table = reference.tables().get(name);
    if (table != null && table.expires != null) {
      TimeToLive.await(databases.varve(), name);
    }
  }

  /** Waits until the indexes of a table have come and gone. */
  private void awaitIndexes(String name) throws IOException {
    if (!reference.tables().containsKey(name)) {
      return;
    }
    for (int i = 0; i < WAITS; i++) {
      List<GlobalSecondaryIndexDescription> indexes = describe(name).globalSecondaryIndexes();
      if (indexes.stream()
          .allMatch(index -> index.indexStatus().orElseThrow() == IndexStatus.ACTIVE)) {
        return;
      }
      LockSupport.parkNanos(1_000_000);
    }
    throw new AssertionError("the indexes of " + name + " do not become active");
  }

  private TableDescription describe(String name) throws IOException {
    return databases.varve().describeTable(DescribeTable.builder().tableName(name).build()).table();
  }

  /** What is known of the number of items, without and with counting them. */
  private void requireCounts(TableState table) throws IOException {
    TableOverview overview = databases.varve().overview(table.name);
    int items = table.items.size();
    if (overview.itemCountExact() ? overview.itemCount() != items : overview.itemCount() < items) {
      throw new AssertionError(overview + " for " + items + " items");
    }
    long count = databases.varve().countItems(table.name);
    if (count != items) {
      throw new AssertionError(table.name + " counts " + count + " items, not " + items);
    }
  }

  private void requireItems(TableState table) throws IOException {
    for (Map.Entry<Item, Item> entry : table.items.entrySet()) {
      GetItem get = GetItem.builder().tableName(table.name).key(entry.getKey()).build();
      Item found = databases.varve().getItem(get).item().orElse(null);
      if (!entry.getValue().equals(found)) {
        throw new AssertionError(
            "GetItem finds " + found + " in " + table.name + ", not " + entry.getValue());
      }
    }
  }

  /** A stream, if there is one, applied to an empty table is the table. */
  private void requireStream(TableState table) throws IOException {
    TableDescription description = describe(table.name);
    if (description.streamSpecification().isPresent()) {
      Streamed streamed =
          streams.computeIfAbsent(
              description.latestStreamArn().orElseThrow(),
              arn -> new Streamed(new StreamFollower(arn, 100), new StreamedTable()));
      streamed.told().apply(streamed.follower().poll(databases.varve()));
      Set<Item> items = new HashSet<>(table.items.values());
      if (!streamed.told().items().equals(items)) {
        throw new AssertionError(
            "the stream of " + table.name + " tells " + streamed.told().items() + ", not " + items);
      }
    }
  }

  /** Compares every table, index and stream. */
  private void compareAll() throws IOException {
    for (TableState table : reference.tables().values()) {
      awaitIndexes(table.name);
      Descriptions.require(table, describe(table.name));
      requireCounts(table);
      requireItems(table);
      requireStream(table);
      learn(table.name, null, null);
      for (String index : table.indexes.keySet()) {
        learn(table.name, index, null);
      }
    }
  }

  /**
   * Compares a table or index entry by entry, and tells the reference the order.
   *
   * @param segments null for a scan in one
   */
  private void learn(String tableName, String indexName, Integer segments) throws IOException {
    TableState table = reference.tables().get(tableName);
    if (table == null || (indexName != null && !table.indexes.containsKey(indexName))) {
      return;
    }
    TableState.Index index = indexName == null ? null : table.indexes.get(indexName);
    List<Item> found = scan(tableName, indexName, null, 1);
    List<Item> keys = keys(table, index, found);
    compare(table, index, found, keys);
    reference.learnOrder(tableName, indexName, keys);
    if (segments != null) {
      List<List<Item>> parts = new ArrayList<>();
      List<Item> joined = new ArrayList<>();
      for (int segment = 0; segment < segments; segment++) {
        parts.add(keys(table, index, scan(tableName, indexName, segment, segments)));
        joined.addAll(parts.getLast());
      }
      if (!joined.equals(keys)) {
        throw new AssertionError(
            "the segments of " + tableName + "/" + indexName + " are " + parts + ", not " + keys);
      }
      reference.learnSegments(tableName, indexName, parts);
    }
  }

  private static List<Item> keys(TableState table, TableState.Index index, List<Item> items) {
    List<String> names = TableState.names(table.keys(index));
    return items.stream().map(item -> Paths.pick(item, names)).toList();
  }

  private List<Item> scan(String table, String index, Integer segment, int segments)
      throws IOException {
    Varve varve = databases.varve();
    List<Item> items = new ArrayList<>();
    Scan.Builder scan = Scan.builder().tableName(table).indexName(index);
    if (segment != null) {
      scan.segment(segment).totalSegments(segments);
    }
    while (true) {
      ScanResult page = varve.scan(scan.build());
      items.addAll(page.items());
      if (page.lastEvaluatedKey().isEmpty()) {
        return items;
      }
      scan.exclusiveStartKey(page.lastEvaluatedKey().get());
    }
  }

  private static void compare(
      TableState table, TableState.Index index, List<Item> found, List<Item> keys) {
    String place = table.name + (index == null ? "" : "/" + index.name());
    Map<Item, Item> expected = new HashMap<>();
    table.entries(index).forEach(entry -> expected.put(entry.key(), entry.shown()));
    Map<Item, Item> actual = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      actual.put(keys.get(i), found.get(i));
    }
    if (!actual.equals(expected) || found.size() != expected.size()) {
      throw new AssertionError(place + " holds\n  " + found + "\nand should hold\n  " + expected);
    }
    requireOrder(place, table, index, keys);
  }

  /** Entries of one HASH value lie together, in the order of RANGE values. */
  private static void requireOrder(
      String place, TableState table, TableState.Index index, List<Item> keys) {
    List<String> hash = TableState.names(index == null ? List.of(table.hash) : index.hash());
    List<String> range =
        index != null
            ? TableState.names(index.range())
            : table.range == null ? List.of() : List.of(table.range.name());
    Set<Item> seen = new HashSet<>();
    Item before = null;
    for (Item key : keys) {
      Item partition = Paths.pick(key, hash);
      boolean isSame = before != null && Paths.pick(before, hash).equals(partition);
      if (isSame ? compare(before, key, range) > 0 : !seen.add(partition)) {
        throw new AssertionError(place + " is not in order: " + keys);
      }
      before = key;
    }
  }

  private static int compare(Item a, Item b, List<String> names) {
    for (String name : names) {
      int order = Compare.compare(a.get(name), b.get(name));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    databases.close();
  }
}
