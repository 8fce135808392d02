package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.dynamodb.trigger.TriggerBatch;
import dev.varve.dynamodb.trigger.TriggerFunction;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/triggers.md} shows, with restarts and power losses in between. */
class TriggerExamplesTest extends StreamFixture {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RetryPolicy QUICK =
      RetryPolicy.defaults().withDelays(Duration.ofMillis(1), Duration.ofMillis(5));
  private static final List<String> CITIES = List.of("Rome", "Oslo", "Lima");

  private final Random random = new Random(11);

  /** What the table has. */
  private final Map<String, Item> people = new TreeMap<>();

  @BeforeEach
  void createTable() throws IOException {
    create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
  }

  private void changeSome(int count) throws IOException {
    for (int number = 0; number < count; number++) {
      String id = "person " + random.nextInt(12);
      if (random.nextInt(4) == 0) {
        delete(id);
        people.remove(id);
      } else {
        Item person =
            Item.builder()
                .put("id", s(id))
                .put("city", s(CITIES.get(random.nextInt(CITIES.size()))))
                .put("age", n(random.nextInt(90)))
                .build();
        varve.putItem(PutItem.of(TABLE, person));
        people.put(id, person);
      }
    }
  }

  private static Trigger.Builder trigger() {
    return Trigger.named("t").table(TABLE).function().retry(QUICK).batchSize(5);
  }

  /** Lets a function see changes, while the database ends in all ways and is opened again. */
  private void run(Trigger trigger, Attachment attachment) throws Exception {
    varve.triggers().put(trigger, attachment.of(varve));
    for (int round = 0; round < 15; round++) {
      changeSome(20);
      if (random.nextBoolean()) {
        assertTrue(varve.triggers().awaitDelivered("t", SOON));
      }
      varve =
          switch (round % 3) {
            case 0 -> databases.reopen();
            case 1 -> databases.kill();
            default -> databases.losePower(round);
          };
      varve.triggers().attach("t", attachment.of(varve));
    }
    changeSome(20);
    assertTrue(
        varve.triggers().awaitDelivered("t", SOON), () -> varve.triggers().status("t").toString());
  }

  /** A function that works with a database. */
  private interface Attachment {
    TriggerFunction of(Varve database);
  }

  @Test
  void eachNewCustomerWithAnAddressGetsAWelcome() throws Exception {
    Set<String> welcomed = Collections.synchronizedSet(new TreeSet<>());
    Trigger welcome =
        trigger()
            .filter(
                "{\"eventName\": [\"INSERT\"], \"dynamodb\": {\"NewImage\":"
                    + " {\"EmailAddress\": {\"S\": [{\"exists\": true}]}}}}")
            .build();
    varve
        .triggers()
        .put(
            welcome,
            batch -> {
              for (Record record : batch.records()) {
                Item customer = record.dynamodb().orElseThrow().newImage().orElseThrow();
                welcomed.add(((AttributeValue.S) customer.get("EmailAddress")).value());
              }
            });
    Set<String> expected = new TreeSet<>();
    for (int number = 0; number < 50; number++) {
      Item customer = key("customer " + number);
      if (number % 3 == 0) {
        String address = number + "@example.com";
        customer = customer.toBuilder().put("EmailAddress", s(address)).build();
        expected.add(address);
      }
      varve.putItem(PutItem.of(TABLE, customer));
      set("customer " + number, "changed later"); // no new customer
    }
    assertTrue(varve.triggers().awaitDelivered("t", SOON));
    assertEquals(expected, welcomed);
    assertEquals(17, varve.triggers().status("t").delivered());
    assertEquals(83, varve.triggers().status("t").filtered());
  }

  @Test
  void aReplicaHasWhatItsSourceHas() throws Exception {
    try (Varve replica = Varve.openInMemory(VarveOptions.defaults().withRegion("eu-west-1"))) {
      replica.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
      run(trigger().parallelism(3).build(), _ -> batch -> replicate(batch, replica));
      Map<String, Item> replicated = new TreeMap<>();
      for (Item item : replica.items(Scan.of(TABLE).build())) {
        replicated.put(((AttributeValue.S) item.get("id")).value(), item);
      }
      assertEquals(people, replicated);
      varve.triggers().disable("t"); // before its target ends
    }
  }

  private static void replicate(TriggerBatch batch, Varve replica) throws IOException {
    for (Record record : batch.records()) {
      StreamRecord change = record.dynamodb().orElseThrow();
      if (change.newImage().isPresent()) {
        replica.putItem(PutItem.of(TABLE, change.newImage().get()));
      } else {
        replica.deleteItem(DeleteItem.of(TABLE, change.keys().orElseThrow()));
      }
    }
  }

  @Test
  void aViewCountsEachChangeOnce() throws Exception {
    varve.createTable(
        TableDefinition.named("cities").partitionKey("name", AttributeType.S).build());
    run(
        trigger().build(),
        database ->
            batch -> {
              for (Record record : batch.records()) {
                count(record.dynamodb().orElseThrow(), database);
              }
            });
    Map<AttributeValue, Integer> expected = new HashMap<>();
    people.values().forEach(person -> expected.merge(person.get("city"), 1, Integer::sum));
    Map<AttributeValue, Integer> counted = new HashMap<>();
    for (Item item : varve.items(Scan.of("cities").build())) {
      if (item.has("people")) {
        int count = ((AttributeValue.N) item.get("people")).value().intValueExact();
        if (count != 0) {
          counted.put(item.get("name"), count);
        }
      }
    }
    assertEquals(expected, counted);
  }

  private static void count(StreamRecord change, Varve database) throws IOException {
    AttributeValue before = change.oldImage().map(item -> item.get("city")).orElse(null);
    AttributeValue after = change.newImage().map(item -> item.get("city")).orElse(null);
    String id = ((AttributeValue.S) change.keys().orElseThrow().get("id")).value();
    List<TransactWriteItem> actions = new ArrayList<>();
    actions.add(
        TransactWriteItem.of(
            Update.in("cities")
                .key(Item.of("name", s("counted of " + id)))
                .update("SET lastChange = :change")
                .condition("attribute_not_exists(lastChange) OR lastChange < :change")
                .value(":change", s(change.sequenceNumber().orElseThrow()))
                .build()));
    if (!Objects.equals(before, after)) {
      if (before != null) {
        actions.add(add(before, -1));
      }
      if (after != null) {
        actions.add(add(after, 1));
      }
    }
    try {
      database.transactWriteItems(TransactWriteItems.builder().transactItems(actions).build());
    } catch (TransactionCanceledException e) {
      if (!e.cancellationReasons().getFirst().code().equals("ConditionalCheckFailed")) {
        throw e; // another shard counts in this city: tried again
      }
    }
  }

  private static TransactWriteItem add(AttributeValue city, int difference) {
    return TransactWriteItem.of(
        Update.in("cities")
            .key(Item.of("name", city))
            .update("ADD people :difference")
            .value(":difference", n(difference))
            .build());
  }
}
