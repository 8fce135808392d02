package dev.varve.dynamodb.write;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.read.CollectionSizes;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.io.NeverWaits;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limit of item collections: how large all items of one partition key may become, together with
 * their entries in local indexes. Tables without local indexes have no limit.
 *
 * <p>A collection is read from end to end when it is first written to; then its size is kept up to
 * date in memory, for some thousands of collections. Safe for use by many threads.
 */
public final class CollectionLimit {
  /** No limit: nothing is read or kept. */
  public static final long NONE = Long.MAX_VALUE;

  /** So many sizes are kept, or somewhat more. */
  private static final int MAX_KNOWN = 10_000;

  private record Collection(int table, AttributeValue partitionKey) {}

  /** How large a collection is. Guarded by itself; {@code users} by the map of sizes. */
  private static final class Size {
    /** Admissions that hold it: while there are any, it is not forgotten. */
    private int users;

    private boolean known;
    private long bytes;
  }

  private final CollectionSizes collections;
  private final long maxBytes;
  private final ConcurrentHashMap<Collection, Size> sizes = new ConcurrentHashMap<>();

  /**
   * A limit.
   *
   * @param maxBytes the bytes that DynamoDB counts; {@link #NONE} for no limit
   */
  public CollectionLimit(CollectionSizes collections, long maxBytes) {
    this.collections = collections;
    this.maxBytes = maxBytes;
  }

  /** Begins to admit the writes of one batch, whose keys are locked. */
  Admission begin() {
    return new Admission();
  }

  /** Writes of one batch. For one thread. What was admitted is taken back unless committed. */
  final class Admission implements Closeable {
    private Map<Collection, Long> growths = Map.of();
    private boolean committed;

    private Admission() {}

    /**
     * Lets a collection grow or shrink by what a write does.
     *
     * @param outcome with the changes of its entries in indexes
     * @throws dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException if it would grow
     *     beyond the limit
     */
    void admit(Outcome outcome) throws IOException {
      Table table = outcome.mutation().table();
      if (maxBytes == NONE || !table.hasLocalIndex()) {
        return;
      }
      NeverWaits.check(); // a whole collection may have to be read
      if (growths.isEmpty()) {
        growths = new HashMap<>();
      }
      long growth = growth(outcome);
      AttributeValue partitionKey = table.schema().codec().partitionKey(outcome.mutation().key());
      Collection collection = new Collection(table.record().id(), partitionKey);
      Size size = growths.containsKey(collection) ? sizes.get(collection) : hold(collection);
      growths.putIfAbsent(collection, 0L);
      synchronized (size) {
        if (!size.known) {
          // All that was admitted before is in what is read: nobody has held this size till now.
          size.bytes = collections.sizeBytes(table, partitionKey, 0);
          size.known = true;
        }
        if (growth > 0 && size.bytes + growth > maxBytes) {
          throw Refusals.collectionTooLarge();
        }
        size.bytes += growth;
      }
      growths.merge(collection, growth, Long::sum);
    }

    /** The writes have been committed. */
    void commit() {
      committed = true;
    }

    @Override
    public void close() {
      growths.forEach((collection, growth) -> {
        if (!committed) {
          Size size = sizes.get(collection);
          synchronized (size) {
            size.bytes -= growth;
          }
        }
        sizes.computeIfPresent(
            collection,
            (_, size) -> {
              size.users--;
              return size;
            });
      });
      forgetSome();
    }
  }

  private Size hold(Collection collection) {
    return sizes.compute(
        collection,
        (_, known) -> {
          Size size = known == null ? new Size() : known;
          size.users++;
          return size;
        });
  }

  private void forgetSome() {
    if (sizes.size() <= MAX_KNOWN) {
      return;
    }
    List<Collection> some = new ArrayList<>();
    for (Collection collection : sizes.keySet()) {
      if (some.size() >= MAX_KNOWN / 2) {
        break;
      }
      some.add(collection);
    }
    for (Collection collection : some) {
      sizes.computeIfPresent(collection, (_, size) -> size.users == 0 ? null : size);
    }
  }

  private static long growth(Outcome outcome) {
    long growth = outcome.after() == null ? 0 : ItemCodec.sizeBytes(outcome.after().stored());
    growth -= outcome.before() == null ? 0 : outcome.before().sizeBytes();
    for (IndexChange change : outcome.indexChanges()) {
      if (!change.index().isGlobal()) {
        growth += sizeBytes(change.after()) - sizeBytes(change.before());
      }
    }
    return growth;
  }

  private static long sizeBytes(IndexChange.Entry entry) {
    return entry == null ? 0 : entry.sizeBytes();
  }
}
