package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.DescribeContinuousBackups;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.ExportType;
import dev.varve.dynamodb.api.IncrementalExportSpecification;
import dev.varve.dynamodb.api.InvalidRestoreTimeException;
import dev.varve.dynamodb.api.PointInTimeRecoveryDescription;
import dev.varve.dynamodb.api.PointInTimeRecoverySpecification;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.ExportFiles;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.model.TimeToLive;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.MemoryLedger;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A random history of writes of all kinds, with steps of the clock to and fro, splits and merges of
 * partitions, kills, power losses and reopenings between them: what is restored or exported of any
 * time of the window is what a map says that there was.
 */
class PointInTimeModelTest {
  private static final String TABLE = "tab";
  private static final String BUCKET = "bucket";
  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/" + TABLE;
  private static final int PERIOD_DAYS = 2;

  /** Some begin others, and go on with zero bytes: keys in a history must not mix. */
  private static final List<String> SORTS =
      List.of("a", "a\0", "a\0\0", "a\0\1", "a\1", "a\u00ff", "b", "\0");

  private static final long LONG_AGO = 1_735_600_000L;

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void whatIsRestoredIsWhatThereWas(@ForAll long seed) throws IOException {
    ManualClock clock = new ManualClock();
    MemoryFileSystem buckets = new MemoryFileSystem(new MemoryLedger());
    Path root = Path.of("/buckets");
    VarveOptions options =
        VarveOptions.defaults()
            .withEngine(Databases.SMALL)
            .withTimeToLive(TimeToLiveOptions.defaults().withoutSweeps())
            .withBuckets(new BucketFolder(buckets, root));
    try (Databases databases = new Databases(options, clock)) {
      Run run =
          new Run(databases, clock, new ExportFiles(buckets, root), new SplittableRandom(seed));
      run.begin();
      for (int i = 0; i < 150; i++) {
        run.step();
      }
      for (int i = 0; i < 5; i++) {
        run.restore();
      }
      run.exportAll();
      run.exportChanges();
    }
  }

  /** The key of an item. */
  private record Key(String id, String sort) {
    Item item() {
      return Item.of("id", AttributeValue.s(id), "sort", AttributeValue.s(sort));
    }

    static Key of(Item item) {
      return new Key(
          ((AttributeValue.S) item.get("id")).value(),
          ((AttributeValue.S) item.get("sort")).value());
    }
  }

  private static final class Run {
    private final Databases databases;
    private final ManualClock clock;
    private final ExportFiles exports;
    private final SplittableRandom random;

    private final Map<Key, Item> items = new HashMap<>();

    /** What there was, by the time from which on; only times with changes. */
    private final TreeMap<Long, Map<Key, Item>> states = new TreeMap<>();

    /** Which items changed at each time. */
    private final TreeMap<Long, Set<Key>> changes = new TreeMap<>();

    /** The latest time that the database has seen. */
    private long now;

    /** When the newest change was made, or the history began. */
    private long newest;

    private long since;
    private int value;
    private int tables;

    Run(Databases databases, ManualClock clock, ExportFiles exports, SplittableRandom random) {
      this.databases = databases;
      this.clock = clock;
      this.exports = exports;
      this.random = random;
    }

    private Varve varve() {
      return databases.varve();
    }

    void begin() throws IOException {
      varve()
          .createTable(
              TableDefinition.named(TABLE)
                  .partitionKey("id", AttributeType.S)
                  .sortKey("sort", AttributeType.S)
                  .globalIndex("byValue", "value", AttributeType.N)
                  .localIndex("byText", "text", AttributeType.S)
                  .partitions(3)
                  .build());
      TimeToLive.enable(varve(), TABLE, "until");
      TimeToLive.await(varve(), TABLE);
      for (int i = 0; i < 10; i++) {
        write();
      }
      clock.advance(Duration.ofSeconds(1));
      now = clock.epochMillis();
      varve()
          .updateContinuousBackups(
              new UpdateContinuousBackups(
                  TABLE, new PointInTimeRecoverySpecification(true, PERIOD_DAYS)));
      since = now;
      newest = now;
      states.clear();
      changes.clear();
      states.put(now, Map.copyOf(items));
      clock.advance(Duration.ofSeconds(1)); // no change has the time of the beginning
    }

    private long earliest() {
      return Math.max(since, now - Duration.ofDays(PERIOD_DAYS).toMillis());
    }

    void step() throws IOException {
      switch (random.nextInt(40)) {
        case 0, 1, 2 -> clock.advance(Duration.ofMillis(random.nextInt(1, 4000)));
        case 3, 4 -> clock.advance(Duration.ofMinutes(random.nextInt(1, 300)));
        case 5 -> clock.advance(Duration.ofHours(random.nextInt(20, 40)));
        case 6 -> clock.setBack(Duration.ofMillis(random.nextInt(1, 100_000)));
        case 7 -> reopened(databases.reopen());
        case 8 -> reopened(databases.losePower(random.nextLong()));
        case 9 -> reopened(databases.kill());
        case 10 -> varve().flush(TABLE);
        case 11 -> varve().compact(TABLE);
        case 12, 13 -> restore();
        case 14 -> exportAll();
        case 15 -> exportChanges();
        case 16 -> checkWindow();
        case 17 -> sweep();
        case 18, 19 -> Splits.change(varve(), TABLE, random);
        default -> write();
      }
    }

    /** Time goes on behind the newest change, however far the clock was set back. */
    private void reopened(Varve opened) {
      assertEquals(databases.varve(), opened);
      now = Math.max(newest, clock.epochMillis());
    }

    private void tick() {
      now = Math.max(now, clock.epochMillis());
    }

    private Key anyKey() {
      return new Key("id" + random.nextInt(4), SORTS.get(random.nextInt(SORTS.size())));
    }

    /** An item that is like no other before. */
    private Item anyItem(Key key) {
      Item.Builder item =
          key.item().toBuilder()
              .put("value", AttributeValue.n(++value))
              .put("text", AttributeValue.s("text" + random.nextInt(100)));
      if (random.nextInt(8) == 0) {
        item.put("until", AttributeValue.n(LONG_AGO));
      }
      if (random.nextInt(10) == 0) {
        item.put("large", AttributeValue.s("x".repeat(random.nextInt(20_000))));
      }
      return item.build();
    }

    private void write() throws IOException {
      tick();
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> put();
        case 3 -> update();
        case 4 -> delete();
        case 5 -> batch();
        default -> transact();
      }
    }

    private void put() throws IOException {
      Key key = anyKey();
      Item item = anyItem(key);
      varve().putItem(PutItem.of(TABLE, item));
      changed(Map.of(key, item), Set.of());
    }

    private void update() throws IOException {
      Key key = anyKey();
      Item before = items.getOrDefault(key, key.item());
      varve()
          .updateItem(
              UpdateItem.in(TABLE)
                  .key(key.item())
                  .update("SET #v = :v")
                  .name("#v", "value")
                  .value(":v", AttributeValue.n(++value))
                  .build());
      changed(
          Map.of(key, before.toBuilder().put("value", AttributeValue.n(value)).build()), Set.of());
    }

    private void delete() throws IOException {
      if (!items.isEmpty()) {
        Key key = anyPresent();
        varve().deleteItem(DeleteItem.of(TABLE, key.item()));
        changed(Map.of(), Set.of(key));
      }
    }

    private Key anyPresent() {
      List<Key> keys = new ArrayList<>(items.keySet());
      keys.sort((a, b) -> a.toString().compareTo(b.toString()));
      return keys.get(random.nextInt(keys.size()));
    }

    private void batch() throws IOException {
      Map<Key, Item> puts = new HashMap<>();
      Set<Key> deletions = new HashSet<>();
      List<WriteRequest> requests = new ArrayList<>();
      for (int i = random.nextInt(1, 8); i > 0; i--) {
        Key key = anyKey();
        if (puts.containsKey(key) || deletions.contains(key)) {
          continue;
        }
        if (items.containsKey(key) && random.nextInt(3) == 0) {
          deletions.add(key);
          requests.add(WriteRequest.of(DeleteRequest.of(key.item())));
        } else {
          puts.put(key, anyItem(key));
          requests.add(WriteRequest.of(PutRequest.of(puts.get(key))));
        }
      }
      varve()
          .batchWriteItem(BatchWriteItem.builder().requestItems(Map.of(TABLE, requests)).build());
      changed(puts, deletions);
    }

    private void transact() throws IOException {
      Map<Key, Item> puts = new HashMap<>();
      Set<Key> deletions = new HashSet<>();
      List<TransactWriteItem> parts = new ArrayList<>();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        Key key = anyKey();
        if (puts.containsKey(key) || deletions.contains(key)) {
          continue;
        }
        if (items.containsKey(key) && random.nextInt(3) == 0) {
          deletions.add(key);
          parts.add(TransactWriteItem.of(Delete.from(TABLE).key(key.item()).build()));
        } else {
          puts.put(key, anyItem(key));
          parts.add(TransactWriteItem.of(Put.into(TABLE).item(puts.get(key)).build()));
        }
      }
      varve().transactWriteItems(TransactWriteItems.builder().transactItems(parts).build());
      changed(puts, deletions);
    }

    private void sweep() throws IOException {
      tick();
      Set<Key> expired = new HashSet<>();
      items.forEach((key, item) -> {
        if (item.get("until") != null) {
          expired.add(key);
        }
      });
      assertEquals(expired.size(), varve().sweepExpired(TABLE));
      if (!expired.isEmpty()) {
        changed(Map.of(), expired);
      }
    }

    private void changed(Map<Key, Item> puts, Set<Key> deletions) {
      items.putAll(puts);
      items.keySet().removeAll(deletions);
      newest = now;
      states.put(now, Map.copyOf(items));
      Set<Key> keys = changes.computeIfAbsent(now, _ -> new HashSet<>());
      keys.addAll(puts.keySet());
      keys.addAll(deletions);
    }

    private Map<Key, Item> state(long time) {
      return states.floorEntry(time).getValue();
    }

    /** A time of the window: the ends, those of changes, and between. */
    private long anyTime() {
      List<Long> times = new ArrayList<>(states.subMap(earliest(), true, now, true).keySet());
      long some =
          switch (random.nextInt(6)) {
            case 0 -> now;
            case 1 -> earliest();
            case 2, 3 -> random.nextLong(earliest(), now + 1);
            default -> times.isEmpty() ? now : times.get(random.nextInt(times.size()));
          };
      return Math.max(earliest(), some - random.nextInt(2));
    }

    void restore() throws IOException {
      tick();
      String name = "restored" + ++tables;
      boolean isLatest = random.nextInt(10) == 0;
      long time = isLatest ? now : anyTime();
      varve()
          .restoreTableToPointInTime(
              RestoreTableToPointInTime.builder()
                  .sourceTableName(TABLE)
                  .targetTableName(name)
                  .useLatestRestorableTime(isLatest ? true : null)
                  .restoreDateTime(isLatest ? null : Instant.ofEpochMilli(time))
                  .build());
      switch (random.nextInt(6)) {
        case 0 -> reopened(databases.kill());
        case 1 -> reopened(databases.losePower(random.nextLong()));
        default -> {}
      }
      Map<Key, Item> expected = state(time);
      assertEquals(expected, scan(Scan.of(name).build()));
      assertEquals(
          withAttribute(expected, "value"), scan(Scan.of(name).indexName("byValue").build()));
      assertEquals(
          withAttribute(expected, "text"), scan(Scan.of(name).indexName("byText").build()));
      assertEquals(expected.size(), varve().countItems(name));
      varve().deleteTable(name);
      assertEquals(items, scan(Scan.of(TABLE).build()));
    }

    private static Map<Key, Item> withAttribute(Map<Key, Item> all, String attribute) {
      Map<Key, Item> some = new HashMap<>(all);
      some.values().removeIf(item -> item.get(attribute) == null);
      return some;
    }

    private Map<Key, Item> scan(Scan scan) {
      Map<Key, Item> found = new HashMap<>();
      varve().items(scan).forEach(item -> found.put(Key.of(item), item));
      return found;
    }

    private void checkWindow() throws IOException {
      tick();
      PointInTimeRecoveryDescription recovery =
          varve()
              .describeContinuousBackups(new DescribeContinuousBackups(TABLE))
              .continuousBackupsDescription()
              .flatMap(backups -> backups.pointInTimeRecoveryDescription())
              .orElseThrow();
      assertEquals(earliest(), recovery.earliestRestorableDateTime().orElseThrow().toEpochMilli());
      assertEquals(now, recovery.latestRestorableDateTime().orElseThrow().toEpochMilli());
      for (long outside : List.of(earliest() - 1, now + 1)) {
        assertThrows(
            InvalidRestoreTimeException.class,
            () ->
                varve()
                    .restoreTableToPointInTime(
                        RestoreTableToPointInTime.builder()
                            .sourceTableName(TABLE)
                            .targetTableName("never")
                            .restoreDateTime(Instant.ofEpochMilli(outside))
                            .build()));
      }
    }

    void exportAll() throws IOException {
      tick();
      long time = anyTime();
      ExportDescription export =
          ExportFiles.export(
              varve(),
              ExportTableToPointInTime.builder()
                  .tableArn(ARN)
                  .s3Bucket(BUCKET)
                  .exportTime(Instant.ofEpochMilli(time))
                  .build());
      assertEquals(ExportStatus.COMPLETED, export.exportStatus().orElseThrow());
      Map<Key, Item> found = new HashMap<>();
      List<Map<String, Item>> lines = exports.lines(export);
      lines.forEach(line -> found.put(Key.of(line.get("Item")), line.get("Item")));
      assertEquals(state(time), found);
      assertEquals(found.size(), lines.size());
    }

    void exportChanges() throws IOException {
      tick();
      long latestStart = now - Duration.ofMinutes(15).toMillis();
      if (latestStart < earliest()) {
        return;
      }
      long from = random.nextLong(earliest(), latestStart + 1);
      long most = Math.min(now, from + Duration.ofHours(24).toMillis());
      long until = random.nextLong(from + Duration.ofMinutes(15).toMillis(), most + 1);
      ExportDescription export =
          ExportFiles.export(
              varve(),
              ExportTableToPointInTime.builder()
                  .tableArn(ARN)
                  .s3Bucket(BUCKET)
                  .exportType(ExportType.INCREMENTAL_EXPORT)
                  .incrementalExportSpecification(
                      new IncrementalExportSpecification(
                          Instant.ofEpochMilli(from), Instant.ofEpochMilli(until), null))
                  .build());
      assertEquals(ExportStatus.COMPLETED, export.exportStatus().orElseThrow());
      Set<Key> changed = new HashSet<>();
      changes.subMap(from, true, until, false).values().forEach(changed::addAll);
      Map<Key, Item> before = from > since ? state(from - 1) : state(from);
      Map<Key, Item> after = state(until - 1);
      Map<Key, Map<String, Item>> expected = new HashMap<>();
      for (Key key : changed) {
        Map<String, Item> line = new HashMap<>();
        if (before.containsKey(key)) {
          line.put("OldImage", before.get(key));
        }
        if (after.containsKey(key)) {
          line.put("NewImage", after.get(key));
        }
        if (!line.isEmpty()) {
          line.put("Keys", key.item());
          line.put("Metadata", written(changes, key, from, until));
          expected.put(key, line);
        }
      }
      Map<Key, Map<String, Item>> found = new HashMap<>();
      exports.lines(export).forEach(line -> found.put(Key.of(line.get("Keys")), line));
      assertEquals(expected, found);
    }

    private static Item written(
        NavigableMap<Long, Set<Key>> changes, Key key, long from, long until) {
      long last = 0;
      for (Map.Entry<Long, Set<Key>> at : changes.subMap(from, true, until, false).entrySet()) {
        if (at.getValue().contains(key)) {
          last = at.getKey();
        }
      }
      return Item.of("WriteTimestampMicros", AttributeValue.n(last * 1000));
    }
  }
}
