package dev.varve.dynamodb;

import static dev.varve.dynamodb.DatabaseFixture.assertRefused;
import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.ns;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.TimeToLiveStatus;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.TimeToLive;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.testing.ManualClock;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items expire by the database's clock, and are deleted by a sweep. */
class TimeToLiveTest {
  private static final String TABLE = "sessions";

  /** Where {@link ManualClock} begins: 2025-01-01T00:00Z. */
  private static final long START = 1_735_689_600;

  /** In the test of writers beside a sweep. */
  private static final int ITEMS = 2000;

  private static final VarveOptions OPTIONS =
      VarveOptions.defaults()
          .withDurability(Durability.BUFFERED)
          .withEngine(Databases.SMALL)
          .withTimeToLive(TimeToLiveOptions.defaults().withoutSweeps());

  private final ManualClock clock = new ManualClock();
  private Databases databases;
  private Varve varve;

  private void open(VarveOptions options) throws IOException {
    databases = new Databases(options, clock);
    varve = databases.varve();
    createTable();
  }

  private void createTable() throws IOException {
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("id", AttributeType.S)
            .globalIndex("ByUser", "user", AttributeType.S, "until", AttributeType.N)
            .build());
  }

  @AfterEach
  void close() throws IOException {
    if (databases != null) {
      databases.close();
    }
  }

  private static Item key(String id) {
    return Item.of("id", s(id));
  }

  private void put(String id, AttributeValue until) throws IOException {
    varve.putItem(
        PutItem.of(TABLE, key(id).toBuilder().put("user", s("ann")).put("until", until).build()));
  }

  private boolean has(String id) throws IOException {
    return varve.getItem(GetItem.of(TABLE, key(id))).item().isPresent();
  }

  @Test
  void anExpiredItemIsThereUntilItIsSwept() throws IOException {
    open(OPTIONS);
    TimeToLive.enable(varve, TABLE, "until");
    put("a", n(START - 1));
    assertTrue(has("a"));
    assertEquals(1, varve.items(Scan.of(TABLE).build()).stream().count());
    varve.updateItem(
        UpdateItem.in(TABLE).key(key("a")).update("SET seen = :t").value(":t", n(1)).build());
    assertEquals(1, varve.sweepExpired(TABLE));
    assertFalse(has("a"));
    assertEquals(0, varve.countItems(TABLE));
    assertEquals(0, varve.sweepExpired(TABLE));
  }

  @Test
  void whatExpiresIsANumberBeforeNowAndNotFiveYearsBefore() throws IOException {
    databases = new Databases(OPTIONS, clock);
    varve = databases.varve();
    varve.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
    TimeToLive.enable(varve, TABLE, "until");
    Map<String, AttributeValue> expire = new LinkedHashMap<>();
    expire.put("a second ago", n(START - 1));
    expire.put("just now", n("1735689599.9999"));
    expire.put("less than five years ago", n("1577836800.5"));
    Map<String, AttributeValue> stay = new LinkedHashMap<>();
    stay.put("now", n(START));
    stay.put("soon", n("1735689600.0001"));
    stay.put("milliseconds", n((START - 1) * 1000));
    stay.put("five years ago", n(1_577_836_800));
    stay.put("zero", n(0));
    stay.put("negative", n(-1));
    stay.put("largest", n("9.9999999999999999999999999999999999999E+125"));
    stay.put("text", s("1735689599"));
    stay.put("set", ns(START - 1));
    stay.put("list", l(n(START - 1)));
    stay.put("map", m(Map.of("until", n(START - 1))));
    stay.put("bool", bool(true));
    for (Map<String, AttributeValue> items : List.of(expire, stay)) {
      for (Map.Entry<String, AttributeValue> item : items.entrySet()) {
        put(item.getKey(), item.getValue());
      }
    }
    varve.putItem(PutItem.of(TABLE, key("none")));
    assertEquals(expire.size(), varve.sweepExpired(TABLE));
    for (String id : expire.keySet()) {
      assertFalse(has(id), id);
    }
    for (String id : stay.keySet()) {
      assertTrue(has(id), id);
    }
    assertTrue(has("none"));
    clock.advance(Duration.ofMillis(1));
    assertEquals(2, varve.sweepExpired(TABLE)); // now, and soon
  }

  @Test
  void theClockDecides() throws IOException {
    open(OPTIONS);
    TimeToLive.enable(varve, TABLE, "until");
    put("a", n(START + 60));
    put("b", n(START + 120));
    assertEquals(0, varve.sweepExpired(TABLE));
    clock.advance(Duration.ofSeconds(61));
    assertEquals(1, varve.sweepExpired(TABLE));
    clock.setBack(Duration.ofHours(1));
    clock.advance(Duration.ofSeconds(61));
    assertEquals(0, varve.sweepExpired(TABLE));
    clock.advance(Duration.ofHours(1));
    assertEquals(1, varve.sweepExpired(TABLE));
  }

  @Test
  void aClockOfTheOptionsDecides() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1000));
    try (Varve memory = Varve.openInMemory(VarveOptions.defaults().withClock(now::get))) {
      memory.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
      assertEquals(now.get(), memory.overview(TABLE).created());
      TimeToLive.enable(memory, TABLE, "until");
      memory.putItem(PutItem.of(TABLE, Item.of("id", s("a"), "until", n(2000))));
      assertEquals(0, memory.sweepExpired(TABLE));
      now.set(Instant.ofEpochSecond(2001));
      assertEquals(1, memory.sweepExpired(TABLE));
    }
  }

  @Test
  void itemsThatWereThereBeforeExpire() throws IOException {
    open(OPTIONS);
    for (int i = 0; i < 1500; i++) {
      put("old" + i, n(START - 1 - i));
    }
    assertEquals(0, varve.sweepExpired(TABLE));
    TimeToLive.enable(varve, TABLE, "until");
    assertEquals(1500, varve.sweepExpired(TABLE));
    assertEquals(0, varve.countItems(TABLE));
  }

  @Test
  void aBuildGoesOnWhenTheDatabaseIsOpened() throws IOException {
    open(OPTIONS);
    for (int i = 0; i < 500; i++) {
      put("old" + i, n(START - 1));
    }
    TimeToLive.update(varve, TABLE, "until", true);
    varve = databases.reopen();
    TimeToLive.await(varve, TABLE);
    assertEquals(500, varve.sweepExpired(TABLE));
  }

  @Test
  void indexesFollow() throws IOException {
    open(OPTIONS);
    TimeToLive.enable(varve, TABLE, "until");
    put("a", n(START - 1));
    put("b", n(START + 1));
    assertEquals(1, varve.sweepExpired(TABLE));
    Query ofAnn =
        Query.of(TABLE)
            .index("ByUser")
            .where("#u = :u")
            .name("#u", "user")
            .value(":u", s("ann"))
            .build();
    assertEquals(1, varve.query(ofAnn).count());
    assertEquals(
        1, varve.partitions(TABLE, "ByUser").stream().mapToLong(TablePartition::itemCount).sum());
  }

  @Test
  void anAttributeOfTheKeyMayBeTheTime() throws IOException {
    databases = new Databases(OPTIONS, clock);
    varve = databases.varve();
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("id", AttributeType.S)
            .sortKey("until", AttributeType.N)
            .build());
    TimeToLive.enable(varve, TABLE, "until");
    put("a", n(START - 1));
    put("a", n(START + 1));
    assertEquals(1, varve.sweepExpired(TABLE));
    assertEquals(1, varve.countItems(TABLE));
  }

  @Test
  void disabledItemsStayAndEnabledAgainTheyExpireByTheOtherAttribute() throws IOException {
    open(OPTIONS);
    TimeToLive.enable(varve, TABLE, "until");
    put("a", n(START - 1));
    TimeToLive.disable(varve, TABLE, "until");
    assertEquals(0, varve.sweepExpired(TABLE));
    varve.updateItem(
        UpdateItem.in(TABLE)
            .key(key("a"))
            .update("SET #o = :o")
            .name("#o", "other")
            .value(":o", n(START + 60))
            .build());
    TimeToLive.enable(varve, TABLE, "other");
    assertEquals(0, varve.sweepExpired(TABLE));
    assertTrue(has("a"));
    clock.advance(Duration.ofSeconds(61));
    assertEquals(1, varve.sweepExpired(TABLE));
  }

  @Test
  void aTableThatIsDeletedTakesItsTimesWithIt() throws IOException {
    open(OPTIONS);
    TimeToLive.enable(varve, TABLE, "until");
    put("a", n(START - 1));
    varve.deleteTable(TABLE);
    assertThrows(ResourceNotFoundException.class, () -> varve.sweepExpired(TABLE));
    varve = databases.reopen();
    varve.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
    assertEquals(TimeToLiveStatus.DISABLED, TimeToLive.status(varve, TABLE));
    put("a", n(START - 1));
    assertEquals(0, varve.sweepExpired(TABLE));
  }

  @Test
  void anItemStaysForTheDelay() throws IOException {
    open(OPTIONS.withTimeToLive(OPTIONS.timeToLive().withDelay(Duration.ofDays(2))));
    TimeToLive.enable(varve, TABLE, "until");
    put("a", n(START - 1));
    clock.advance(Duration.ofHours(47));
    assertEquals(0, varve.sweepExpired(TABLE));
    clock.advance(Duration.ofHours(1));
    assertEquals(1, varve.sweepExpired(TABLE));
  }

  @Test
  void aChangeTooSoonAfterTheLastIsRefused() throws IOException {
    open(OPTIONS.withTimeToLive(OPTIONS.timeToLive().withChangeInterval(Duration.ofMinutes(60))));
    String tooSoon = "Time to live has been modified multiple times within a fixed interval";
    TimeToLive.enable(varve, TABLE, "until");
    clock.advance(Duration.ofMinutes(59));
    assertRefused(
        ValidationException.class, tooSoon, () -> TimeToLive.disable(varve, TABLE, "until"));
    assertRefused(
        ValidationException.class,
        "TimeToLive is already enabled",
        () -> TimeToLive.update(varve, TABLE, "until", true));
    varve = databases.reopen();
    clock.advance(Duration.ofMinutes(1));
    TimeToLive.disable(varve, TABLE, "until");
    assertRefused(
        ValidationException.class, tooSoon, () -> TimeToLive.update(varve, TABLE, "until", true));
    clock.setBack(Duration.ofHours(2));
    TimeToLive.enable(varve, TABLE, "until");
  }

  @Test
  void changesAreShownForAWhile() throws IOException {
    Duration while10 = Duration.ofSeconds(10);
    open(OPTIONS.withDelays(new VarveOptions.TableDelays(Duration.ZERO, while10, Duration.ZERO)));
    TimeToLive.update(varve, TABLE, "until", true);
    assertEquals(TimeToLiveStatus.ENABLING, TimeToLive.status(varve, TABLE));
    assertEquals(Optional.of("until"), TimeToLive.describe(varve, TABLE).attributeName());
    clock.advance(while10);
    TimeToLive.await(varve, TABLE);
    TimeToLive.disable(varve, TABLE, "until");
    assertEquals(TimeToLiveStatus.DISABLING, TimeToLive.status(varve, TABLE));
    assertEquals(Optional.of("until"), TimeToLive.describe(varve, TABLE).attributeName());
    clock.advance(while10);
    assertEquals(TimeToLiveStatus.DISABLED, TimeToLive.status(varve, TABLE));
    assertEquals(Optional.empty(), TimeToLive.describe(varve, TABLE).attributeName());
  }

  @Test
  void aTableThatIsNotActiveIsNotChanged() throws IOException {
    Duration long10 = Duration.ofSeconds(10);
    open(OPTIONS.withDelays(new VarveOptions.TableDelays(long10, Duration.ZERO, Duration.ZERO)));
    assertRefused(
        ResourceInUseException.class,
        "Attempt to change a resource which is still in use: Table is being created: " + TABLE,
        () -> TimeToLive.update(varve, TABLE, "until", true));
    clock.advance(long10);
    TimeToLive.enable(varve, TABLE, "until");
  }

  @Test
  void itemsAreSweptByThemselvesAlsoAfterAnOpening() throws Exception {
    VarveOptions often =
        OPTIONS.withTimeToLive(OPTIONS.timeToLive().withSweepInterval(Duration.ofMillis(2)));
    open(often);
    TimeToLive.enable(varve, TABLE, "until");
    put("a", n(START - 1));
    awaitGone("a");
    varve = databases.reopen();
    put("b", n(START - 1));
    awaitGone("b");
  }

  private void awaitGone(String id) throws IOException {
    long end = System.nanoTime() + 300_000_000_000L;
    while (has(id)) {
      assertTrue(System.nanoTime() < end, id + " is not swept");
      Thread.onSpinWait();
    }
  }

  /** An item whose time was put off is there, whatever a sweep does at the same time. */
  @Test
  void writersWinOverASweep() throws Exception {
    open(OPTIONS);
    TimeToLive.enable(varve, TABLE, "until");
    for (int i = 0; i < ITEMS; i++) {
      put("s" + i, n(START - 1));
    }
    Set<String> putOff = ConcurrentHashMap.newKeySet();
    long swept = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> even = threads.submit(() -> putOff(0, putOff));
      Future<?> odd = threads.submit(() -> putOff(1, putOff));
      while (!even.isDone() || !odd.isDone()) {
        swept += varve.sweepExpired(TABLE);
      }
      even.get();
      odd.get();
    }
    swept += varve.sweepExpired(TABLE);
    assertEquals(ITEMS, swept + putOff.size());
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(putOff.contains("s" + i), has("s" + i));
    }
    clock.advance(Duration.ofHours(2));
    assertEquals(putOff.size(), varve.sweepExpired(TABLE));
  }

  /** Puts off the time of every other item from the first on, if the item is there. */
  private Void putOff(int first, Set<String> done) throws IOException {
    for (int i = first; i < ITEMS; i += 2) {
      UpdateItem request =
          UpdateItem.in(TABLE)
              .key(key("s" + i))
              .update("SET #u = :u")
              .condition("attribute_exists(id)")
              .name("#u", "until")
              .value(":u", n(START + 3600))
              .build();
      try {
        varve.updateItem(request);
        done.add("s" + i);
      } catch (ConditionalCheckFailedException swept) {
        // The sweep was first.
      }
    }
    return null;
  }

  /** A sweep that is under way ends with its table, and with its index. */
  @Test
  void whatIsSweptMayGo() throws Exception {
    open(OPTIONS);
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      for (int round = 0; round < 20; round++) {
        TimeToLive.enable(varve, TABLE, "until");
        for (int i = 0; i < 300; i++) {
          put("s" + i, n(START - 1));
        }
        Future<Long> sweep = threads.submit(() -> varve.sweepExpired(TABLE));
        if (round % 2 == 0) {
          TimeToLive.disable(varve, TABLE, "until");
          assertEquals(300, sweep.get() + varve.countItems(TABLE));
        } else {
          varve.deleteTable(TABLE);
          assertTrue(sweptOfDeleted(sweep) <= 300);
          createTable();
        }
      }
    }
  }

  /** How much a sweep deleted; nothing, if it found no table. */
  private static long sweptOfDeleted(Future<Long> sweep) throws Exception {
    try {
      return sweep.get();
    } catch (ExecutionException e) {
      assertEquals(ResourceNotFoundException.class, e.getCause().getClass());
      return 0;
    }
  }

  @Test
  void aSweepThatCannotBeStoredIsToldAndDoneLater() throws IOException {
    open(OPTIONS.withDurability(Durability.SYNC));
    TimeToLive.enable(varve, TABLE, "until");
    for (int i = 0; i < 50; i++) {
      put("s" + i, n(START - 1));
    }
    for (int i = 0; i < 10; i++) {
      put("live" + i, n(START + 1));
    }
    databases.onOperation(operation -> {
      if (operation.kind() == Operation.Kind.SYNC) {
        throw new IOException("no more room");
      }
    });
    IOException told = assertThrows(IOException.class, () -> varve.sweepExpired(TABLE));
    assertTrue(told.getMessage().contains("no more room"), told.getMessage());
    varve = databases.killAfterFailure();
    assertEquals(varve.countItems(TABLE) - 10, varve.sweepExpired(TABLE));
    assertEquals(10, varve.countItems(TABLE));
  }

  @Test
  void aNameWithoutAnUtf8FormIsRefused() throws IOException {
    open(OPTIONS);
    assertThrows(
        ValidationException.class, () -> TimeToLive.update(varve, TABLE, "until\ud800", true));
    assertEquals(TimeToLiveStatus.DISABLED, TimeToLive.status(varve, TABLE));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    TimeToLiveOptions options = TimeToLiveOptions.defaults();
    assertThrows(IllegalArgumentException.class, () -> options.withSweepInterval(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> options.withDelay(Duration.ofNanos(-1)));
    assertThrows(
        IllegalArgumentException.class, () -> options.withChangeInterval(Duration.ofNanos(-1)));
  }
}
