package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.lock.ItemId;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.ItemLimits;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.MutationPipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts many items into a table, several in one commit, by the rules of PutItem. Of two with one key
 * the later one stays. For one thread.
 */
final class TableLoad {
  private static final int MOST_ITEMS = 100;

  /** A commit ends with the item that reaches this size: a batch of the engine holds more. */
  private static final long MOST_BYTES = 128 << 10;

  /** Is told of items that are refused. */
  interface Refused {
    /**
     * An item is not put.
     *
     * @param place that was given with it
     */
    void item(long place, String reason) throws IOException;
  }

  private record Pending(long place, Mutation mutation) {}

  private final Table table;
  private final MutationPipeline pipeline;
  private final Refused refused;
  private final List<Pending> pending = new ArrayList<>();
  private final Set<ItemId> items = new HashSet<>();
  private long bytes;
  private long count;

  TableLoad(Table table, MutationPipeline pipeline, Refused refused) {
    this.table = table;
    this.pipeline = pipeline;
    this.refused = refused;
  }

  /** How many items have been put; after {@link #flush}. */
  long count() {
    return count;
  }

  /**
   * Puts an item, now or with later ones.
   *
   * @param place of the item, for those who are told that it was refused
   */
  void put(long place, Item item) throws IOException {
    Mutation mutation;
    int sizeBytes;
    try {
      sizeBytes = ItemLimits.checkedSize(item);
      ItemLimits.requirePuttable(sizeBytes);
      mutation = mutation(item, sizeBytes);
    } catch (DynamoException reason) {
      refused.item(place, reason.getMessage());
      return;
    }
    if (items.contains(mutation.item())) {
      flush();
    }
    items.add(mutation.item());
    pending.add(new Pending(place, mutation));
    bytes += (1L + table.record().indexes().size()) * sizeBytes;
    if (pending.size() >= MOST_ITEMS || bytes >= MOST_BYTES) {
      flush();
    }
  }

  private Mutation mutation(Item item, int sizeBytes) throws IOException {
    byte[] key = table.schema().keyOfItem(item);
    table.requireIndexable(item);
    Mutation.Image image = new Mutation.Image(item, table.items().encode(item, sizeBytes));
    // Nobody's throughput is used up by an import.
    return new Mutation(table, key, Mutation.Need.NOTHING, null, false, _ -> image).byService();
  }

  /** Puts what waits, durably. */
  void flush() throws IOException {
    try {
      if (!pending.isEmpty()) {
        pipeline.apply(pending.stream().map(Pending::mutation).toList());
        count += pending.size();
      }
    } catch (DynamoException _) {
      flushOneByOne(); // none of them has been put
    } finally {
      pending.clear();
      items.clear();
      bytes = 0;
    }
  }

  private void flushOneByOne() throws IOException {
    for (Pending one : pending) {
      try {
        pipeline.apply(one.mutation());
        count++;
      } catch (DynamoException reason) {
        refused.item(one.place(), reason.getMessage());
      }
    }
  }
}
