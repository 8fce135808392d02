package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Deliveries;
import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.StartingPosition;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.dynamodb.trigger.TriggerBatch;
import dev.varve.dynamodb.trigger.TriggerStatus;
import dev.varve.dynamodb.value.AttributeValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What triggers deliver, and what becomes of what they cannot. */
class TriggersTest extends StreamFixture {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RetryPolicy QUICK =
      RetryPolicy.defaults().withDelays(Duration.ofMillis(1), Duration.ofMillis(5));

  private final Deliveries seen = new Deliveries();

  @BeforeEach
  void createTable() throws IOException {
    create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
  }

  private static Trigger.Builder trigger() {
    return Trigger.named("t").table(TABLE).function().retry(QUICK);
  }

  private void awaitAll() throws InterruptedException {
    assertTrue(
        varve.triggers().awaitDelivered("t", SOON), () -> varve.triggers().status("t").toString());
  }

  private static String id(Record record) {
    return Deliveries.id(record);
  }

  @Test
  void recordsOfAnItemComeInTheOrderOfItsChanges() throws Exception {
    varve.triggers().put(trigger().build(), seen);
    for (int round = 0; round < 20; round++) {
      for (String id : List.of("a", "b", "c", "d", "e")) {
        set(id, "round " + round);
      }
    }
    delete("c");
    awaitAll();
    assertEquals(101, seen.count());
    assertTrue(seen.isInOrder());
    assertEquals(seen.sequences(latestRecords()), seen.sequences());
    TriggerStatus status = varve.triggers().status("t");
    assertEquals(TriggerStatus.State.ENABLED, status.state());
    assertEquals(101, status.delivered());
    assertEquals(Optional.empty(), status.lastProblem());
  }

  private List<Record> latestRecords() throws IOException {
    return records(latestStream(TABLE));
  }

  @Test
  void aTriggerThatStartsLatestSeesOnlyWhatComesLater() throws Exception {
    put("old", "1");
    varve.triggers().put(trigger().build(), seen);
    put("new", "2");
    awaitAll();
    assertEquals(List.of("new"), seen.ids());
  }

  @Test
  void aTriggerThatStartsAtTheHorizonSeesAll() throws Exception {
    put("old", "1");
    varve.triggers().put(trigger().startingPosition(StartingPosition.TRIM_HORIZON).build(), seen);
    put("new", "2");
    awaitAll();
    assertEquals(List.of("new", "old"), seen.ids().stream().sorted().toList());
  }

  @Test
  void onlyWhatMatchesAFilterIsDelivered() throws Exception {
    varve
        .triggers()
        .put(
            trigger()
                .filter("{\"eventName\": [\"REMOVE\"]}")
                .filter(
                    "{\"dynamodb\": {\"NewImage\": {\"text\": {\"S\": [{\"prefix\": \"hi\"}]}}}}")
                .build(),
            seen);
    put("a", "hi there");
    put("b", "hello");
    delete("b");
    awaitAll();
    assertEquals(List.of("a", "b"), seen.ids().stream().sorted().toList());
    assertEquals(1, varve.triggers().status("t").filtered());
  }

  @Test
  void aBatchIsDeliveredWhenItIsFullAndNotBeforeItsWindowIsOver() throws Exception {
    List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    varve
        .triggers()
        .put(
            trigger().batchSize(3).batchWindow(Duration.ofMinutes(5)).build(),
            batch -> sizes.add(batch.records().size()));
    for (int number = 0; number < 7; number++) {
      set("one item, one shard", "text " + number);
    }
    while (sizes.size() < 2) {
      Thread.sleep(1);
    }
    assertFalse(varve.triggers().awaitDelivered("t", Duration.ofMillis(50)), "one is left");
    assertEquals(List.of(3, 3), sizes);
  }

  @Test
  void recordsThatFailTooOftenBecomeDeadLetters() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    varve
        .triggers()
        .put(
            trigger().batchSize(1).retry(QUICK.withRetries(2)).build(),
            batch -> {
              if (id(batch.records().getFirst()).equals("bad")) {
                calls.incrementAndGet();
                throw new IllegalStateException("no");
              }
              seen.accept(batch);
            });
    put("bad", "1");
    put("good", "2");
    awaitAll();
    assertEquals(List.of("good"), seen.ids());
    assertEquals(3, calls.get());
    List<DeadLetter> letters = varve.triggers().deadLetters("t", 10);
    assertEquals(1, letters.size());
    DeadLetter letter = letters.getFirst();
    assertEquals("bad", id(letter.record()));
    assertEquals(DeadLetter.Reason.RETRIES_EXHAUSTED, letter.reason());
    assertEquals(3, letter.failures());
    assertEquals(Optional.of("java.lang.IllegalStateException: no"), letter.lastFailure());
    assertEquals(clock.epochMillis(), letter.time().toEpochMilli());
    assertEquals(
        latestRecords().stream().filter(r -> id(r).equals("bad")).toList(),
        List.of(letter.record()));
    assertEquals(1, varve.triggers().status("t").deadLetters());

    varve = databases.reopen();
    assertEquals(letters, varve.triggers().deadLetters("t", 10));
    varve.triggers().removeDeadLetter("t", letter.sequenceNumber());
    varve.triggers().removeDeadLetter("t", letter.sequenceNumber()); // nothing happens
    assertEquals(List.of(), varve.triggers().deadLetters("t", 10));
  }

  @Test
  void aBatchIsCutUntilTheBadRecordIsAlone() throws Exception {
    varve
        .triggers()
        .put(
            trigger()
                .batchWindow(Duration.ofMinutes(5))
                .batchSize(16)
                .retry(QUICK.withRetries(0).withBisect(true))
                .build(),
            batch -> {
              if (batch.records().stream().anyMatch(record -> text(record).equals("text 5"))) {
                throw new IOException("cannot");
              }
              seen.accept(batch);
            });
    for (int number = 0; number < 16; number++) {
      set("item", "text " + number);
    }
    awaitAll();
    assertEquals(15, seen.count());
    assertTrue(seen.isInOrder());
    List<DeadLetter> letters = varve.triggers().deadLetters("t", 10);
    assertEquals(List.of("text 5"), letters.stream().map(l -> text(l.record())).toList());
  }

  private static String text(Record record) {
    return record
        .dynamodb()
        .orElseThrow()
        .newImage()
        .map(image -> ((AttributeValue.S) image.get("text")).value())
        .orElse("");
  }

  @Test
  void recordsThatAreTooOldBecomeDeadLetters() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    CountDownLatch tried = new CountDownLatch(1);
    varve
        .triggers()
        .put(
            trigger().retry(QUICK.withMaximumAge(Duration.ofHours(1))).build(),
            batch -> {
              tried.countDown();
              if (down.get()) {
                throw new IOException("down");
              }
              seen.accept(batch);
            });
    put("old", "1");
    tried.await();
    clock.advance(Duration.ofHours(2));
    awaitAll();
    down.set(false);
    put("young", "2");
    awaitAll();
    assertEquals(List.of("young"), seen.ids());
    DeadLetter letter = varve.triggers().deadLetters("t", 10).getFirst();
    assertEquals(DeadLetter.Reason.MAXIMUM_AGE_EXCEEDED, letter.reason());
    assertEquals(Optional.of("java.io.IOException: down"), letter.lastFailure());
  }

  @Test
  void aTargetThatIsDownLosesNothingAndDelaysNobody() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    varve
        .triggers()
        .put(
            trigger().build(),
            batch -> {
              if (down.get()) {
                throw new IOException("down");
              }
              seen.accept(batch);
            });
    Deliveries others = new Deliveries();
    varve.triggers().put(Trigger.named("other").table(TABLE).function().build(), others);
    for (int minute = 0; minute < 60; minute++) {
      put("item " + minute % 7, "minute " + minute);
      clock.advance(Duration.ofMinutes(1));
    }
    assertTrue(varve.triggers().awaitDelivered("other", SOON));
    assertEquals(60, others.count());
    assertEquals(0, seen.count());
    assertFalse(varve.triggers().awaitDelivered("t", Duration.ofMillis(10)));
    assertTrue(varve.triggers().status("t").failures() > 0);
    down.set(false);
    awaitAll();
    assertEquals(60, seen.count());
    assertTrue(seen.isInOrder());
  }

  @Test
  void aDisabledTriggerStaysWhereItIs() throws Exception {
    varve.triggers().put(trigger().build(), seen);
    put("a", "1");
    awaitAll();
    varve.triggers().disable("t");
    assertEquals(TriggerStatus.State.DISABLED, varve.triggers().status("t").state());
    put("b", "2");
    assertFalse(varve.triggers().awaitDelivered("t", Duration.ofMillis(50)));
    varve = databases.reopen();
    varve.triggers().attach("t", seen);
    assertFalse(varve.triggers().awaitDelivered("t", Duration.ofMillis(50)));
    assertEquals(List.of("a"), seen.ids());
    varve.triggers().enable("t");
    awaitAll();
    assertEquals(List.of("a", "b"), seen.ids());
  }

  @Test
  void aTriggerGoesOnWhereItWasWhenTheDatabaseIsOpenedAgain() throws Exception {
    varve.triggers().put(trigger().build(), seen);
    put("a", "1");
    awaitAll();
    Trigger kept = varve.triggers().status("t").trigger();
    varve = databases.reopen();
    put("b", "2");
    assertEquals(TriggerStatus.State.WAITING_FOR_FUNCTION, varve.triggers().status("t").state());
    assertEquals(kept, varve.triggers().status("t").trigger());
    varve.triggers().put(kept, seen);
    awaitAll();
    assertEquals(List.of("a", "b"), seen.ids());
  }

  @Test
  void orderIsKeptWhereShardsCloseAndGoOn() throws Exception {
    varve.triggers().put(trigger().parallelism(3).build(), seen);
    for (int hour = 0; hour < 30; hour++) {
      for (String id : List.of("a", "b", "c", "d", "e", "f")) {
        set(id, "hour " + hour);
      }
      clock.advance(Duration.ofHours(1));
      if (hour % 6 == 5) {
        awaitAll(); // not all shards of a day wait for it
      }
    }
    awaitAll();
    assertEquals(180, seen.count());
    assertTrue(seen.isInOrder());
  }

  @Test
  void aTriggerFollowsItsTableFromOneStreamToTheNext() throws Exception {
    varve.triggers().put(trigger().build(), seen);
    put("a", "1");
    disable(TABLE);
    put("unseen", "2");
    clock.advance(Duration.ofSeconds(1));
    enable(TABLE, StreamViewType.KEYS_ONLY);
    put("b", "3");
    awaitAll();
    assertEquals(List.of("a", "b"), seen.ids());
  }

  @Test
  void theParallelismOfATriggerCanBeChanged() throws Exception {
    int put = 0;
    for (int lanes : List.of(1, 4, 2, 10, 1)) {
      varve.triggers().put(trigger().parallelism(lanes).batchSize(2).build(), seen);
      for (int number = 0; number < 40; number++) {
        set("item " + number % 8, "text " + put++);
      }
    }
    awaitAll();
    assertEquals(put, seen.distinct(), "nothing is left out");
    assertTrue(seen.isInOrderAtFirst());
    assertEquals(put, latestRecords().size());
  }

  @Test
  void batchesOfDifferentItemsAreUnderWayAtOnce() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    varve
        .triggers()
        .put(
            trigger().parallelism(10).batchSize(1).build(),
            batch -> {
              both.countDown();
              assertTrue(both.await(30, TimeUnit.SECONDS));
              seen.accept(batch);
            });
    for (int number = 0; number < 20; number++) {
      put("item " + number, "1");
    }
    awaitAll();
    assertEquals(20, seen.count());
    assertEquals(0, varve.triggers().status("t").failures());
  }

  @Test
  void aFunctionMayChangeAndDeleteItsOwnTrigger() throws Exception {
    CountDownLatch deleted = new CountDownLatch(1);
    varve
        .triggers()
        .put(
            trigger().build(),
            batch -> {
              varve.triggers().disable("t");
              varve.triggers().delete("t");
              deleted.countDown();
            });
    put("a", "1");
    deleted.await();
    assertEquals(List.of(), varve.triggers().list());
    varve.triggers().put(trigger().build(), seen);
    put("b", "2");
    awaitAll();
    assertEquals(List.of("b"), seen.ids());
  }

  @Test
  void nobodyDeliversBeforeWhatIsUnderWayIsDone() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    varve
        .triggers()
        .put(
            trigger().build(),
            batch -> {
              varve.triggers().disable("t"); // does not wait here
              began.countDown();
              end.await();
              seen.accept(batch);
            });
    put("a", "1");
    began.await();
    Deliveries next = new Deliveries();
    varve.triggers().put(trigger().batchSize(7).build(), next);
    varve.triggers().put(trigger().build(), next);
    put("a", "2");
    assertFalse(varve.triggers().awaitDelivered("t", Duration.ofMillis(50)));
    assertEquals(0, next.count());
    end.countDown();
    awaitAll();
    assertEquals(1, seen.count());
    assertEquals(1, next.count(), "goes on behind it");
  }

  @Test
  void aDeletedTriggerIsGoneWithItsLetters() throws Exception {
    varve
        .triggers()
        .put(
            trigger().retry(QUICK.withRetries(0)).build(),
            batch -> {
              throw new IOException("never");
            });
    put("a", "1");
    awaitAll();
    assertEquals(1, varve.triggers().deadLetters("t", 10).size());
    varve.triggers().delete("t");
    varve = databases.reopen();
    assertEquals(List.of(), varve.triggers().list());
    varve.triggers().put(trigger().build(), seen);
    assertEquals(List.of(), varve.triggers().deadLetters("t", 10));
  }

  @Test
  void aTriggerOfADeletedTableDeliversTheRestAndEnds() throws Exception {
    AtomicBoolean open = new AtomicBoolean();
    varve
        .triggers()
        .put(
            trigger().build(),
            batch -> {
              if (!open.get()) {
                throw new IOException("not yet");
              }
              seen.accept(batch);
            });
    put("a", "1");
    varve.deleteTable(TABLE);
    open.set(true);
    awaitAll();
    assertEquals(List.of("a"), seen.ids());
    clock.advance(Duration.ofHours(25));
    while (varve.triggers().status("t").state() != TriggerStatus.State.ENDED) {
      Thread.sleep(1); // until the stream is dropped
    }
    // The program runs again, and makes its table and its trigger anew.
    create(TABLE, StreamViewType.KEYS_ONLY);
    varve.triggers().put(trigger().build(), seen);
    put("b", "2");
    awaitAll();
    assertEquals(List.of("a", "b"), seen.ids());
  }

  @Test
  void aTriggerNeverFollowsATableThatItWasNotMadeFor() throws Exception {
    varve.triggers().put(trigger().build(), seen);
    varve.deleteTable(TABLE);
    clock.advance(Duration.ofHours(25));
    while (varve.triggers().status("t").state() != TriggerStatus.State.ENDED) {
      Thread.sleep(1);
    }
    varve = databases.reopen(); // numbers of tables begin anew
    varve.triggers().attach("t", seen);
    for (String name : List.of("xxx", "yyy", "zzz")) {
      create(name, StreamViewType.KEYS_ONLY);
      varve.putItem(PutItem.of(name, item("a", "1")));
    }
    assertTrue(varve.triggers().awaitDelivered("t", SOON));
    assertEquals(TriggerStatus.State.ENDED, varve.triggers().status("t").state());
    assertEquals(0, seen.count());
  }

  @Test
  void whatIsWrongIsRefusedAndChangesNothing() throws Exception {
    create("plain", null);
    assertThrows(
        ResourceNotFoundException.class,
        () -> varve.triggers().put(Trigger.named("t").table("nowhere").function().build()));
    assertThrows(
        ValidationException.class,
        () -> varve.triggers().put(Trigger.named("t").table("plain").function().build()));
    assertEquals(List.of(), varve.triggers().list());
    assertThrows(ResourceNotFoundException.class, () -> varve.triggers().status("t"));
    assertThrows(ResourceNotFoundException.class, () -> varve.triggers().enable("t"));
    assertThrows(ResourceNotFoundException.class, () -> varve.triggers().disable("t"));
    assertThrows(ResourceNotFoundException.class, () -> varve.triggers().delete("t"));
    assertThrows(ResourceNotFoundException.class, () -> varve.triggers().deadLetters("t", 1));
    assertThrows(
        ResourceNotFoundException.class, () -> varve.triggers().awaitDelivered("t", Duration.ZERO));
    varve.triggers().put(trigger().build());
    assertThrows(
        IllegalArgumentException.class, () -> varve.triggers().removeDeadLetter("t", "first"));
    close();
    assertThrows(IllegalStateException.class, () -> varve.triggers().list());
    assertThrows(IllegalStateException.class, () -> varve.triggers().put(trigger().build()));
    open();
  }

  @Test
  void errorsOfFunctionsAreFailuresToo() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    varve
        .triggers()
        .put(
            trigger().build(),
            (TriggerBatch batch) -> {
              if (calls.incrementAndGet() == 1) {
                throw new AssertionError("a bug");
              }
              Thread.currentThread().interrupt(); // a rude one
              seen.accept(batch);
            });
    put("a", "1");
    awaitAll();
    put("b", "2");
    awaitAll();
    assertEquals(List.of("a", "b"), seen.ids());
    assertEquals(
        Optional.of("java.lang.AssertionError: a bug"), varve.triggers().status("t").lastProblem());
  }
}
