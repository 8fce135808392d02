package dev.varve.dynamodb.control;

import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.ItemReads;
import dev.varve.dynamodb.table.Buildable;
import dev.varve.dynamodb.table.Expiry;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The build of one index, or of the expiry index, in steps. For one thread at a time.
 *
 * <p>A step takes the next keys of the table, without a lock. Then it locks these keys, reads the
 * items that they have now, and enters those that the index lacks. Every write since the index
 * exists maintains the entries of its item under the same lock: so what a step enters is what the
 * item is, what a write removed does not come back, and an item that comes behind the steps has
 * been entered by its write. Hence a build may also begin again from the start at any time.
 */
public final class IndexBuild {
  /** Few, so that a writer does not wait long for a step that has locked its key. */
  private static final int KEYS_PER_STEP = 32;

  /** A step ends with the entry that reaches this size: a batch of the engine holds more. */
  private static final long BYTES_PER_STEP = 128 << 10;

  /**
   * What builds work with.
   *
   * @param catalog whose item counts a step makes void
   * @param locks of the keys
   * @param beforeCommit is run before each commit, while the keys are locked
   * @param listener is told of each step
   */
  public record Context(
      StorageEngine engine,
      Catalog catalog,
      KeyLocks locks,
      ItemReads reads,
      Runnable beforeCommit,
      Listener listener) {}

  /** Is told of builds of indexes. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A step was taken.
     *
     * @param units write units of the entries that it made
     * @param percent how much of the index is there, about
     */
    void built(Index index, long units, double percent);
  }

  private final Context context;
  private final Buildable index;
  private final Table table;
  private final IndexBuilder.Progress progress;
  private final Iterator<ItemPartition> partitions;

  /** That the steps are at; null before the first. */
  private ItemPartition partition;

  /** Behind the last key that was done. */
  private byte[] lower;

  /** How many keys there were about at the beginning, and how many are done. */
  private final long keyCount;

  private long keysDone;

  IndexBuild(Context context, Buildable index, IndexBuilder.Progress progress) {
    this.context = context;
    this.index = index;
    this.table = index.table();
    this.progress = progress;
    this.partitions = table.partitions().iterator();
    this.keyCount =
        table.partitions().stream()
            .mapToLong(each -> each.itemCount().estimate(context.engine()).items())
            .sum();
  }

  /** Takes the next step. Returns whether another is to follow. */
  boolean step() throws IOException {
    try {
      if (partition == null) {
        progress.backfilling();
      } else {
        List<byte[]> keys = nextKeys();
        if (!keys.isEmpty()) {
          enter(keys);
          return index.isMaintained();
        }
      }
    } catch (IllegalArgumentException refusal) {
      // Of a partition that has been dropped with the table.
      if (index.isMaintained()) {
        throw refusal;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!index.isMaintained()) {
      return false;
    }
    if (partitions.hasNext()) {
      partition = partitions.next();
      lower = null;
      return true;
    }
    tell(0, 100);
    progress.filled();
    return false;
  }

  /** The next keys of the partition; none at its end. */
  private List<byte[]> nextKeys() throws IOException {
    List<byte[]> keys = new ArrayList<>(KEYS_PER_STEP);
    try (Cursor cursor =
        context.engine().cursor(partition.id(), CursorOptions.range(lower, null))) {
      for (boolean found = cursor.first();
          found && keys.size() < KEYS_PER_STEP;
          found = cursor.next()) {
        keys.add(cursor.key());
      }
    }
    return keys;
  }

  private void enter(List<byte[]> keys) throws IOException {
    int[] stripes = keys.stream().mapToInt(table::lockOf).toArray();
    try (KeyLocks.Held _ = context.locks().hold(stripes)) {
      if (!index.isMaintained()) {
        return;
      }
      WriteBatch batch = new WriteBatch();
      List<ItemPartition> entered = new ArrayList<>();
      long bytes = 0;
      long units = 0;
      for (byte[] key : keys) {
        if (bytes >= BYTES_PER_STEP) {
          break;
        }
        lower = KeyCodec.after(key);
        keysDone++;
        Buildable.Entry entry = missingEntry(key);
        if (entry != null) {
          batch.put(entry.partition().id(), entry.key(), entry.value());
          entered.add(entry.partition());
          bytes += entry.key().length + entry.value().length;
          units += units(entry);
        }
      }
      if (!entered.isEmpty()) {
        commit(batch, entered);
      }
      tell(units, keysDone < keyCount ? 100.0 * keysDone / keyCount : 99);
    }
  }

  private long units(Buildable.Entry entry) {
    return index instanceof Index
        ? CapacityUnits.writeUnits(ItemCodec.sizeBytes(entry.value()))
        : 0;
  }

  private void tell(long units, double percent) {
    if (index instanceof Index named) {
      context.listener().built(named, units, percent);
    }
  }

  /** The entry of an item that the index has to hold and does not; null if there is none. */
  private Buildable.Entry missingEntry(byte[] key) throws IOException {
    Item item = context.reads().get(table, partition, key);
    Buildable.Entry entry = index.builtOf(key, item);
    return entry == null || context.reads().exists(entry.partition(), entry.key()) ? null : entry;
  }

  private void commit(WriteBatch batch, List<ItemPartition> entered) throws IOException {
    context.catalog().voidCounts();
    context.beforeCommit().run();
    boolean committed = false;
    try {
      context.engine().commit(batch);
      committed = true;
    } finally {
      for (ItemPartition target : entered) {
        if (committed) {
          target.itemCount().add(1);
        } else {
          target.itemCount().doubt();
        }
      }
    }
  }

  /** Names the index, for error messages. */
  @Override
  public String toString() {
    String what =
        switch (index) {
          case Index named -> "index " + named.name();
          case Expiry _ -> "the expiry index";
        };
    return what + " of table " + table.name();
  }
}
