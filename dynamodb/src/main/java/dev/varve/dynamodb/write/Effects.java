package dev.varve.dynamodb.write;

import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.changes.HistoryWriter;
import dev.varve.dynamodb.codec.ExpiryKey;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.ItemReads;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Expiry;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.IndexEntry;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that a change of an item entails: the item itself, its entries in the indexes of its table,
 * its entry in the expiry index, and what the log of the table's changes and its history tell of
 * it. Whatever else depends on the item before and after joins the same batch here. For one list of
 * mutations, whose keys are locked.
 */
final class Effects {
  /** More than the engine adds to a key and a value in a batch. */
  private static final int OVERHEAD_BYTES = 32;

  private static final long NO_TIME = -1;

  private final WriteBatch batch;
  private final ItemReads reads;
  private final Clock clock;
  private final int maxBytes;

  /** When what is written is a part of histories; {@link #NO_TIME} while nothing is. */
  private long madeMillis = NO_TIME;

  /** Effects in a batch, which is not to become larger than so many bytes. */
  Effects(WriteBatch batch, ItemReads reads, Clock clock, int maxBytes) {
    this.batch = batch;
    this.reads = reads;
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  /**
   * Writes what follows from an outcome, and returns what became of the entries that changed.
   *
   * @throws dev.varve.dynamodb.error.ValidationException if the batch would become too large
   */
  List<IndexChange> write(Outcome outcome) throws IOException {
    Mutation mutation = outcome.mutation();
    int partition = mutation.partition().id();
    if (outcome.after() == null) {
      delete(partition, mutation.key());
    } else {
      put(partition, mutation.key(), outcome.after().stored());
    }
    Expiry expiry = mutation.table().expiry();
    if (expiry != null) {
      write(expiry, outcome);
    }
    ChangeWriter log = mutation.table().changes();
    if (log != null && !outcome.isUnchanged()) {
      addTo(log, outcome);
    }
    HistoryWriter history = mutation.table().history();
    if (history != null && !outcome.isUnchanged()) {
      addTo(history, outcome);
    }
    List<Index> indexes = mutation.table().maintainedIndexes();
    if (indexes.isEmpty()) {
      return List.of();
    }
    Item after = outcome.after() == null ? null : outcome.after().item();
    List<IndexChange> changes = new ArrayList<>(indexes.size());
    for (Index index : indexes) {
      write(index, index.entryOf(outcome.before()), index.entryOf(after), changes);
    }
    return changes;
  }

  /**
   * An entry that stays what it was is not written: it is there, or a build of the index is still
   * to come to it.
   */
  private void write(Expiry expiry, Outcome outcome) {
    byte[] itemKey = outcome.mutation().key();
    byte[] before = expiry.keyOf(itemKey, outcome.before());
    byte[] after = expiry.keyOf(itemKey, outcome.after() == null ? null : outcome.after().item());
    if (Arrays.equals(before, after)) {
      return;
    }
    int partition = expiry.partition().id();
    if (before != null) {
      delete(partition, before);
    }
    if (after != null) {
      put(partition, after, ExpiryKey.value());
    }
  }

  private void addTo(ChangeWriter log, Outcome outcome) {
    Mutation mutation = outcome.mutation();
    byte[] before = outcome.storedBefore();
    byte[] after = outcome.after() == null ? null : outcome.after().stored();
    requireRoom(log.maxBytes(mutation.key(), before, after));
    boolean byService = mutation.origin() == Mutation.Origin.SERVICE;
    log.add(batch, mutation.key(), before, after, byService, clock.epochMillis());
  }

  private void addTo(HistoryWriter history, Outcome outcome) {
    Mutation mutation = outcome.mutation();
    byte[] before = outcome.storedBefore();
    byte[] after = outcome.after() == null ? null : outcome.after().stored();
    requireRoom(history.maxBytes(mutation.key(), before));
    if (madeMillis == NO_TIME) {
      madeMillis = history.now();
    }
    boolean byService = mutation.origin() == Mutation.Origin.SERVICE;
    history.add(
        batch, mutation.key(), before, Change.Kind.of(before, after), byService, madeMillis);
  }

  /** An entry that stays what it was is not written. */
  private void write(Index index, IndexEntry before, IndexEntry after, List<IndexChange> changes)
      throws IOException {
    boolean sameKey = before != null && after != null && Arrays.equals(before.key(), after.key());
    boolean none = before == null && after == null;
    if (none || (sameKey && areEqual(before.item(), after.item()))) {
      return;
    }
    IndexChange.Entry old = null;
    if (before != null) {
      old = entry(index, before);
      if (!sameKey) {
        delete(old.partition().id(), before.key());
      }
    }
    IndexChange.Entry changed = null;
    if (after != null) {
      ItemPartition partition = index.partitionMap().of(after.key());
      int sizeBytes = after.item().sizeBytes();
      put(partition.id(), after.key(), index.items().encode(after.item(), sizeBytes));
      changed = new IndexChange.Entry(partition, after.key(), sizeBytes, true);
    }
    changes.add(new IndexChange(index, old, changed, sameKey));
  }

  /** Sizes tell most items apart before they are decoded. */
  private static boolean areEqual(Item before, Item after) {
    return before.sizeBytes() == after.sizeBytes() && before.equals(after);
  }

  private void put(int partition, byte[] key, byte[] value) {
    requireRoom(key.length + value.length);
    batch.put(partition, key, value);
  }

  private void delete(int partition, byte[] key) {
    requireRoom(key.length);
    batch.delete(partition, key);
  }

  private void requireRoom(int bytes) {
    if (batch.byteSize() + bytes + OVERHEAD_BYTES > maxBytes) {
      throw Refusals.tooLargeTogether();
    }
  }

  private IndexChange.Entry entry(Index index, IndexEntry entry) throws IOException {
    ItemPartition partition = index.partitionMap().of(entry.key());
    boolean isStored = !index.isBeingBuilt() || reads.exists(partition, entry.key());
    return new IndexChange.Entry(partition, entry.key(), entry.item().sizeBytes(), isStored);
  }
}
