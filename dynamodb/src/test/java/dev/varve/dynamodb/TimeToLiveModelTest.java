package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.codec.ExpiryKey;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.model.TimeToLive;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What a sweep deletes is what has expired by the clock, whatever is written, while time to live is
 * enabled and disabled, the clock is moved to and fro, and the database is closed, killed and cut
 * off from power; and the expiry index holds an entry for each item that has a number, and no
 * other.
 */
class TimeToLiveModelTest {
  private static final String TABLE = "tab";
  private static final List<String> ATTRIBUTES = List.of("until", "at");
  private static final int STEPS = 120;

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void aSweepDeletesWhatHasExpired(@ForAll long seed) throws IOException {
    ManualClock clock = new ManualClock();
    VarveOptions options =
        VarveOptions.defaults()
            .withEngine(Databases.SMALL)
            .withTimeToLive(TimeToLiveOptions.defaults().withoutSweeps());
    try (Databases databases = new Databases(options, clock)) {
      databases
          .varve()
          .createTable(
              TableDefinition.named(TABLE)
                  .partitionKey("id", AttributeType.S)
                  .sortKey("at", AttributeType.N)
                  .globalIndex("ByNote", "note", AttributeType.S)
                  .partitions(2)
                  .build());
      Run run = new Run(databases, clock, new Random(seed));
      for (int i = 0; i < STEPS; i++) {
        run.step();
      }
      run.compareAll();
    }
  }

  private static final class Run {
    private final Databases databases;
    private final ManualClock clock;
    private final Random random;
    private final Map<Item, Item> items = new HashMap<>();

    /** Whose values say when items expire; null while they do not. */
    private String enabled;

    Run(Databases databases, ManualClock clock, Random random) {
      this.databases = databases;
      this.clock = clock;
      this.random = random;
    }

    private Varve varve() {
      return databases.varve();
    }

    void step() throws IOException {
      switch (random.nextInt(26)) {
        case 24, 25 -> Splits.change(varve(), TABLE, random);
        case 0, 1, 2, 3, 4, 5 -> put();
        case 6, 7 -> update();
        case 8 -> delete();
        case 9 -> transact();
        case 10 -> batch();
        case 11, 12, 13, 14 -> sweep();
        case 15 -> toggle();
        case 16, 17 -> clock.advance(Duration.ofMillis(random.nextInt(3000)));
        case 18 -> clock.setBack(Duration.ofMillis(random.nextInt(1500)));
        case 19 -> {
          varve().flush(TABLE);
          varve().compact(TABLE);
        }
        case 20, 21 -> restart();
        default -> compare();
      }
    }

    private void restart() throws IOException {
      int how = random.nextInt(3);
      if (how > 0 && enabled != null) {
        TimeToLive.await(varve(), TABLE); // what is taken for a kill needs threads that stand still
      }
      switch (how) {
        case 0 -> databases.reopen();
        case 1 -> databases.kill();
        default -> databases.losePower(random.nextLong());
      }
    }

    private Item key() {
      // The sort key may be the time, too.
      return Item.of(
          "id",
          s("k" + random.nextInt(3)),
          "at",
          n(BigDecimal.valueOf(clock.epochMillis() / 1000 + random.nextInt(5) - 2)));
    }

    /** A time about now, or five years ago, or something that is no time at all. */
    private AttributeValue until() {
      BigDecimal now = BigDecimal.valueOf(clock.epochMillis(), 3);
      return switch (random.nextInt(10)) {
        case 0 -> s(now.toString());
        case 1 -> n(random.nextInt(3) - 1);
        case 2 -> n(clock.epochMillis());
        case 3 -> n(BigDecimal.valueOf(yearsAgo().toEpochMilli() + random.nextInt(2001) - 1000, 3));
        default -> n(now.add(BigDecimal.valueOf(random.nextInt(5001) - 2500, 3)));
      };
    }

    private Instant yearsAgo() {
      return Instant.ofEpochMilli(clock.epochMillis())
          .atOffset(ZoneOffset.UTC)
          .minusYears(5)
          .toInstant();
    }

    private Item item() {
      Item.Builder item = key().toBuilder();
      if (random.nextInt(5) > 0) {
        item.put("until", until());
      }
      if (random.nextBoolean()) {
        item.put("note", s("n" + random.nextInt(3)));
      }
      return item.build();
    }

    private static Item keyOf(Item item) {
      return Item.of("id", item.get("id"), "at", item.get("at"));
    }

    /** A key that is in use, mostly. */
    private Item someKey() {
      List<Item> keys = new ArrayList<>(items.keySet());
      return keys.isEmpty() || random.nextInt(4) == 0
          ? key()
          : keys.get(random.nextInt(keys.size()));
    }

    private void put() throws IOException {
      Item item = item();
      varve().putItem(PutItem.of(TABLE, item));
      items.put(keyOf(item), item);
    }

    private void update() throws IOException {
      Item key = someKey();
      Item before = items.get(key);
      UpdateItem.Builder request = UpdateItem.in(TABLE).key(key).name("#u", "until");
      if (random.nextInt(3) == 0) {
        varve().updateItem(request.update("REMOVE #u").build());
        if (before != null) {
          items.put(key, before.toBuilder().remove("until").build());
        }
        return;
      }
      AttributeValue until = until();
      varve().updateItem(request.update("SET #u = :u").value(":u", until).build());
      items.put(key, (before == null ? key : before).toBuilder().put("until", until).build());
    }

    private void delete() throws IOException {
      Item key = someKey();
      varve().deleteItem(DeleteItem.of(TABLE, key));
      items.remove(key);
    }

    private void transact() throws IOException {
      Item put = item();
      Item deleted = someKey();
      if (keyOf(put).equals(deleted)) {
        return;
      }
      varve()
          .transactWriteItems(
              TransactWriteItems.builder()
                  .transactItems(
                      TransactWriteItem.of(Put.into(TABLE).item(put).build()),
                      TransactWriteItem.of(Delete.builder().tableName(TABLE).key(deleted).build()))
                  .build());
      items.put(keyOf(put), put);
      items.remove(deleted);
    }

    private void batch() throws IOException {
      Item put = item();
      Item deleted = someKey();
      if (keyOf(put).equals(deleted)) {
        return;
      }
      varve()
          .batchWriteItem(
              BatchWriteItem.builder()
                  .requestItems(
                      Map.of(
                          TABLE,
                          List.of(
                              WriteRequest.of(PutRequest.of(put)),
                              WriteRequest.of(DeleteRequest.of(deleted)))))
                  .build());
      items.put(keyOf(put), put);
      items.remove(deleted);
    }

    private void toggle() throws IOException {
      if (enabled == null) {
        enabled = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
        TimeToLive.update(varve(), TABLE, enabled, true);
      } else {
        TimeToLive.disable(varve(), TABLE, enabled);
        enabled = null;
      }
    }

    private void sweep() throws IOException {
      if (enabled != null) {
        TimeToLive.await(varve(), TABLE);
      }
      BigDecimal now = BigDecimal.valueOf(clock.epochMillis(), 3);
      BigDecimal oldest = BigDecimal.valueOf(yearsAgo().toEpochMilli(), 3);
      int before = items.size();
      items
          .values()
          .removeIf(item ->
              enabled != null
                  && item.get(enabled) instanceof AttributeValue.N time
                  && time.value().compareTo(now) < 0
                  && time.value().compareTo(oldest) > 0);
      assertEquals(before - items.size(), varve().sweepExpired(TABLE));
      compare();
    }

    private void compare() throws IOException {
      assertEquals(
          new HashSet<>(items.values()),
          new HashSet<>(varve().scan(Scan.of(TABLE).build()).items()));
      assertEquals(items.size(), varve().countItems(TABLE));
      Set<Item> noted = new HashSet<>(items.values());
      noted.removeIf(item -> !item.has("note"));
      assertEquals(
          noted, new HashSet<>(varve().scan(Scan.of(TABLE).index("ByNote").build()).items()));
    }

    void compareAll() throws IOException {
      compare();
      if (enabled != null) {
        TimeToLive.await(varve(), TABLE);
      }
      databases.inspect(this::compareEntries);
      compare();
    }

    /** The expiry index has an entry for each number, and no other; and is gone when disabled. */
    private void compareEntries(StorageEngine engine, Path directory) throws IOException {
      TableRecord table = Catalog.open(engine, directory, true).tables().getFirst();
      int partitions = 1 + table.partitions().size(); // the catalog, and those of items
      for (IndexRecord index : table.indexes()) {
        partitions += index.partitions().size();
      }
      assertEquals(partitions + (enabled == null ? 0 : 1), engine.partitions().size());
      if (enabled == null) {
        return;
      }
      KeySchema schema = new KeySchema(table.partitionKey(), table.sortKey());
      Set<String> expected = new HashSet<>();
      for (Item item : items.values()) {
        if (item.get(enabled) instanceof AttributeValue.N time) {
          expected.add(HexFormat.of().formatHex(ExpiryKey.encode(time, schema.keyOfItem(item))));
        }
      }
      Set<String> found = new HashSet<>();
      int partition = table.timeToLive().orElseThrow().partition().orElseThrow();
      try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
        for (boolean is = cursor.first(); is; is = cursor.next()) {
          found.add(HexFormat.of().formatHex(cursor.key()));
        }
      }
      assertEquals(expected, found);
    }
  }
}
