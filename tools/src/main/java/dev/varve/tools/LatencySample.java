package dev.varve.tools;

import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.TableOverview;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Gets some items of each partition, so that there are latencies to show: those that the database
 * kept while other programs used it ended with them. The items are the first of each part of the
 * hash space; their order is shuffled.
 */
final class LatencySample {
  /** Rounds over the same items; the first ones find a program that is not warm yet. */
  private static final int ROUNDS = 3;

  private static final long SEED = 1;

  private final Varve varve;
  private final TableOverview table;
  private final int itemsPerPartition;

  LatencySample(Varve varve, TableOverview table, int itemsPerPartition) {
    this.varve = varve;
    this.table = table;
    this.itemsPerPartition = itemsPerPartition;
  }

  /** Does the gets; the database records their latencies. */
  void run() throws IOException {
    List<Item> keys = new ArrayList<>();
    int parts = table.partitionCount();
    for (int part = 0; part < parts; part++) {
      for (Item item :
          varve
              .scan(
                  Scan.of(table.name())
                      .segment(part)
                      .totalSegments(parts)
                      .limit(itemsPerPartition)
                      .build())
              .items()) {
        keys.add(keyOf(item));
      }
    }
    Collections.shuffle(keys, new Random(SEED));
    for (int round = 0; round < ROUNDS; round++) {
      for (Item key : keys) {
        varve.getItem(GetItem.of(table.name(), key));
      }
    }
  }

  private Item keyOf(Item item) {
    Item.Builder key =
        Item.builder().put(table.partitionKey().name(), item.get(table.partitionKey().name()));
    if (table.sortKey().isPresent()) {
      KeyAttribute sortKey = table.sortKey().get();
      key.put(sortKey.name(), item.get(sortKey.name()));
    }
    return key.build();
  }
}
