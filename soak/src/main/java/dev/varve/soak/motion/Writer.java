package dev.varve.soak.motion;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.lane.Workers;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes some of the keys by all operations, and reads them. For one thread. */
final class Writer implements Workers.Task {
  private static final int MOST_TOGETHER = 5;
  private static final int LONGEST_LIFE_SECONDS = 3;

  private final Varve varve;
  private final Versions versions;
  private final Choice choice;
  private final Figures figures;
  private final int firstKey;
  private final int keys;

  /**
   * A writer.
   *
   * @param number of this writer
   * @param writers how many there are
   */
  Writer(Varve varve, Versions versions, Choice choice, Figures figures, int number, int writers) {
    this.varve = varve;
    this.versions = versions;
    this.choice = choice;
    this.figures = figures;
    this.keys = versions.keys() / writers;
    this.firstKey = number * keys;
  }

  @Override
  public void run() throws IOException {
    int kind = choice.below(100);
    if (kind < 10) {
      read();
      return;
    }
    long begin = System.nanoTime();
    versions.writing().lock();
    try {
      String name = kind < 12 ? expiring() : kind < 80 ? one() : several(kind < 90);
      figures.took(name, System.nanoTime() - begin);
    } finally {
      versions.writing().unlock();
    }
  }

  private int anyKey() {
    return firstKey + choice.below(keys);
  }

  private void read() throws IOException {
    int key = anyKey();
    long begin = System.nanoTime();
    Item found =
        varve
            .getItem(
                GetItem.builder()
                    .tableName(MotionTable.NAME)
                    .key(MotionTable.key(Versions.id(key)))
                    .consistentRead(true)
                    .build())
            .item()
            .orElse(null);
    figures.took("GetItem", System.nanoTime() - begin);
    WrongAnswerException.requireVersion(0, key, versions.of(key), MotionTable.version(found));
  }

  /** Puts an item that soon expires. Its key is used once. */
  private String expiring() throws IOException {
    long until = Instant.now().getEpochSecond() + choice.below(LONGEST_LIFE_SECONDS + 1);
    Item item = MotionTable.item(MotionTable.EXPIRING + versions.nextExpiring(), 1);
    varve.putItem(
        PutItem.of(
            MotionTable.NAME,
            item.toBuilder().put(MotionTable.UNTIL, AttributeValue.n(until)).build()));
    return "PutItem.expiring";
  }

  private String one() throws IOException {
    int key = anyKey();
    String id = Versions.id(key);
    if (versions.of(key) != 0 && choice.oneIn(4)) {
      varve.deleteItem(DeleteItem.of(MotionTable.NAME, MotionTable.key(id)));
      versions.wrote(key, 0);
      return "DeleteItem";
    }
    long version = versions.next(key);
    if (choice.oneIn(3)) {
      varve.updateItem(
          UpdateItem.in(MotionTable.NAME)
              .key(MotionTable.key(id))
              .update("SET version = :version, padding = :padding")
              .values(
                  Map.of(
                      ":version", AttributeValue.n(version),
                      ":padding", MotionTable.pad(id, version)))
              .build());
      versions.wrote(key, version);
      return "UpdateItem";
    }
    varve.putItem(PutItem.of(MotionTable.NAME, MotionTable.item(id, version)));
    versions.wrote(key, version);
    return "PutItem";
  }

  private String several(boolean together) throws IOException {
    Set<Integer> some = new TreeSet<>();
    int count = choice.between(2, MOST_TOGETHER);
    while (some.size() < count) {
      some.add(anyKey());
    }
    List<WriteRequest> requests = new ArrayList<>();
    List<TransactWriteItem> actions = new ArrayList<>();
    for (int key : some) {
      Item item = MotionTable.key(Versions.id(key));
      if (versions.of(key) != 0 && choice.oneIn(3)) {
        requests.add(WriteRequest.of(DeleteRequest.of(item)));
        actions.add(TransactWriteItem.of(Delete.from(MotionTable.NAME).key(item).build()));
        versions.wrote(key, 0);
      } else {
        long version = versions.next(key);
        item = MotionTable.item(Versions.id(key), version);
        requests.add(WriteRequest.of(PutRequest.of(item)));
        actions.add(TransactWriteItem.of(Put.into(MotionTable.NAME).item(item).build()));
        versions.wrote(key, version);
      }
    }
    if (together) {
      varve.transactWriteItems(TransactWriteItems.builder().transactItems(actions).build());
      return "TransactWriteItems";
    }
    varve.batchWriteItem(
        BatchWriteItem.builder().requestItems(Map.of(MotionTable.NAME, requests)).build());
    return "BatchWriteItem";
  }
}
