package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.model.StreamedTable;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random writes of all kinds, splits, merges, restarts, kills and power losses, while a consumer
 * reads on: what the stream tells, applied to an empty table, is the table; each change comes once
 * and in its order.
 */
class StreamModelTest {
  private static final String TABLE = "table";
  private static final int KEYS = 12;
  private static final int STEPS = 150;

  /** Longer than a sector, so that a power loss may take a part of what is written. */
  private static final String LONG = "x".repeat(700);

  private final ManualClock clock = new ManualClock();
  private Random random;
  private Databases databases;
  private Varve varve;

  /** Of writes that a power loss may take, too: a consumer is told of none that are lost. */
  @Property(tries = 40)
  void theStreamIsTheTable(@ForAll long seed, @ForAll boolean waits) throws IOException {
    random = new Random(seed);
    Durability durability = waits ? Durability.SYNC : Durability.BUFFERED;
    try (Databases opened =
        new Databases(
            VarveOptions.defaults()
                .withDurability(durability)
                .withEngine(Databases.SMALL)
                .withPartitionsPerTable(2),
            clock)) {
      databases = opened;
      varve = opened.varve();
      StreamFollower follower = new StreamFollower(create(), 1 + random.nextInt(20));
      StreamedTable told = new StreamedTable();
      for (int step = 0; step < STEPS; step++) {
        step(follower, told);
      }
      told.apply(follower.poll(varve));
      assertEquals(scan(), told.items());
      assertTrue(told.records() > 0, "some records");
    }
  }

  private String create() throws IOException {
    varve.createTable(
        CreateTable.named(TABLE)
            .attributeDefinitions(
                new AttributeDefinition("p", ScalarAttributeType.S),
                new AttributeDefinition("s", ScalarAttributeType.N))
            .keySchema(
                KeySchemaElement.of("p", KeyType.HASH), KeySchemaElement.of("s", KeyType.RANGE))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .streamSpecification(new StreamSpecification(true, StreamViewType.NEW_AND_OLD_IMAGES))
            .build());
    return varve.describeTable(new DescribeTable(TABLE)).table().latestStreamArn().orElseThrow();
  }

  private void step(StreamFollower follower, StreamedTable told) throws IOException {
    switch (random.nextInt(26)) {
      case 24, 25 -> Splits.change(varve, TABLE, random);
      case 0 -> varve = databases.reopen();
      case 1 -> varve = databases.kill();
      case 2 -> varve = databases.losePower(random.nextLong());
      // A consumer that reads once in a while misses nothing for a day.
      case 3 -> {
        clock.advance(Duration.ofMinutes(random.nextInt(300)));
        told.apply(follower.poll(varve));
      }
      case 4, 5, 6 -> told.apply(follower.poll(varve));
      case 7 -> {
        told.apply(follower.poll(varve));
        assertEquals(scan(), told.items());
      }
      case 8, 9 -> batch();
      case 10, 11 -> transaction();
      case 12, 13, 14 -> varve.deleteItem(DeleteItem.of(TABLE, key(number())));
      case 15, 16, 17 -> update();
      default -> varve.putItem(PutItem.of(TABLE, item(number())));
    }
  }

  private int number() {
    return random.nextInt(KEYS);
  }

  private static Item key(int number) {
    return Item.of("p", s("p" + number % 5), "s", n(number));
  }

  /** One of few, so that some writes change nothing. */
  private Item item(int number) {
    Item.Builder item = key(number).toBuilder().put("value", n(random.nextInt(3)));
    return random.nextInt(4) == 0 ? item.put("long", s(LONG)).build() : item.build();
  }

  private void update() throws IOException {
    varve.updateItem(
        UpdateItem.in(TABLE)
            .key(key(number()))
            .update(random.nextBoolean() ? "SET #v = :v" : "ADD #v :v")
            .name("#v", "value")
            .value(":v", n(random.nextInt(3)))
            .build());
  }

  private List<Integer> numbers() {
    Set<Integer> numbers = new HashSet<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      numbers.add(number());
    }
    return List.copyOf(numbers);
  }

  private void batch() throws IOException {
    List<WriteRequest> writes = new ArrayList<>();
    for (int number : numbers()) {
      writes.add(
          random.nextInt(3) == 0
              ? WriteRequest.of(DeleteRequest.builder().key(key(number)).build())
              : WriteRequest.of(PutRequest.builder().item(item(number)).build()));
    }
    varve.batchWriteItem(BatchWriteItem.builder().requestItems(Map.of(TABLE, writes)).build());
  }

  private void transaction() throws IOException {
    List<TransactWriteItem> actions = new ArrayList<>();
    for (int number : numbers()) {
      actions.add(
          random.nextInt(3) == 0
              ? TransactWriteItem.of(
                  Delete.from(TABLE).key(key(number)).condition("attribute_exists(p)").build())
              : TransactWriteItem.of(Put.into(TABLE).item(item(number)).build()));
    }
    TransactWriteItems request = TransactWriteItems.builder().transactItems(actions).build();
    try {
      varve.transactWriteItems(request);
    } catch (TransactionCanceledException cancelled) {
      assertTrue(cancelled.getMessage().contains("ConditionalCheckFailed"), cancelled.getMessage());
    }
  }

  private Set<Item> scan() throws IOException {
    Set<Item> items = new HashSet<>();
    varve.items(Scan.of(TABLE).build()).forEach(items::add);
    return items;
  }
}
