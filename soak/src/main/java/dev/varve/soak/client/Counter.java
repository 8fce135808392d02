package dev.varve.soak.client;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;

import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.model.KeyModel;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.Optional;

/**
 * What one lane adds to a counter that many lanes share: items that all clients change at once. The
 * model has one key, whose version is the number of additions that were acknowledged, beside the
 * number of those that began. For one thread.
 */
final class Counter {
  private static final String HITS = "hits";
  private static final long[] THE_KEY = {0};

  private final DynamoDb database;
  private final KeyModel model;
  private final int lane;
  private long last;

  Counter(DynamoDb database, KeyModel model, int lane) {
    this.database = database;
    this.model = model;
    this.lane = lane;
  }

  /** Which of the counters a lane adds to. */
  static int number(int lane) {
    return lane % ClientSettings.COUNTER_COUNT;
  }

  /** Adds one; the counter must be higher than after all earlier additions. */
  void add() throws IOException {
    model.abandon(); // one that has no answer counts as begun
    long write = model.lastWrite() + 1;
    model.begin(write, THE_KEY, new long[] {model.version(0) + 1}, 1);
    Item after =
        database
            .updateItem(
                UpdateItem.in(ClientSettings.COUNTERS)
                    .key(key(number(lane)))
                    .update("ADD hits :one")
                    .value(":one", n(1))
                    .returnValues(ReturnValue.UPDATED_NEW)
                    .build())
            .attributes()
            .orElseThrow();
    model.acknowledge();
    long value = value(after);
    if (value <= last) {
      throw new WrongAnswerException(
          "counter %d is %d after an addition, and was %d before"
              .formatted(number(lane), value, last));
    }
    last = value;
  }

  /** What a counter has now; nobody may be adding. */
  static long read(DynamoDb database, int counter) throws IOException {
    Optional<Item> item =
        database.getItem(GetItem.of(ClientSettings.COUNTERS, key(counter))).item();
    return item.isEmpty() ? 0 : value(item.get());
  }

  private static Item key(int counter) {
    return Item.of(ClientSettings.COUNTER_KEY, s("counter-" + counter));
  }

  private static long value(Item item) {
    return ((AttributeValue.N) item.get(HITS)).value().longValueExact();
  }
}
