package dev.varve.dynamodb.write;

import dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.lock.TransactedItems;
import dev.varve.dynamodb.partition.ItemCount;
import dev.varve.dynamodb.read.ItemReads;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Commit;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The one way in which items change. A list of mutations happens all or not at all:
 *
 * <ol>
 *   <li>lock the keys, in order;
 *   <li>read the items on which a mutation depends, and check the conditions;
 *   <li>let {@link Effects} write all that follows into one batch;
 *   <li>commit the batch and unlock the keys;
 *   <li>wait until the commit is as durable as the database promises.
 * </ol>
 *
 * <p>So one sync serves all writers of a hot key. Safe for use by many threads.
 */
public final class MutationPipeline {
  /** Kept free in a batch for an {@link Addition}. */
  private static final int ADDITION_BYTES = 32 << 10;

  private final StorageEngine engine;
  private final Durability durability;
  private final Catalog catalog;
  private final KeyLocks locks;
  private final ItemReads reads;
  private final Runnable beforeCommit;
  private final TransactedItems transacted;
  private final int maxBatchBytes;
  private final CollectionLimit collectionLimit;
  private final Clock clock;
  private final Runnable afterChange;

  /** Set while all locks are held. */
  private volatile boolean closed;

  /**
   * A pipeline into an engine.
   *
   * @param durability when a mutation is acknowledged
   * @param catalog whose item counts are void from the first mutation on
   * @param locks the locks of all keys; not to be held by a thread that calls this object
   * @param transacted the items of the transactions that are under way
   * @param beforeCommit is run before each commit, while the keys are locked
   * @param maxBatchBytes how large a batch the engine takes
   * @param collectionLimit of item collections
   * @param clock tells when a change was made
   * @param afterChange is run after each write to a table with a log of its changes, by a thread
   *     that holds no lock
   */
  public MutationPipeline(
      StorageEngine engine,
      Durability durability,
      Catalog catalog,
      KeyLocks locks,
      ItemReads reads,
      TransactedItems transacted,
      Runnable beforeCommit,
      int maxBatchBytes,
      CollectionLimit collectionLimit,
      Clock clock,
      Runnable afterChange) {
    this.engine = engine;
    this.durability = durability;
    this.catalog = catalog;
    this.locks = locks;
    this.reads = reads;
    this.transacted = transacted;
    this.beforeCommit = beforeCommit;
    this.maxBatchBytes = maxBatchBytes;
    this.collectionLimit = collectionLimit;
    this.clock = clock;
    this.afterChange = afterChange;
  }

  /**
   * {@link #apply(List)} of one, unless a transaction has its item under way.
   *
   * @throws dev.varve.dynamodb.api.TransactionConflictException if one has
   */
  public Outcome apply(Mutation mutation) throws IOException {
    if (transacted.isClaimed(mutation.table().record().id(), mutation.key())) {
      throw Refusals.transactionConflict();
    }
    return apply(List.of(mutation)).getFirst();
  }

  /**
   * Applies mutations of different items.
   *
   * @return the outcome of each, in the same order
   * @throws DynamoException if a condition fails, a change breaks a rule, a table is gone, or more
   *     is to be written than one batch can hold; nothing is written then
   * @throws IllegalStateException if the pipeline is closed; nothing is written then
   */
  public List<Outcome> apply(List<Mutation> mutations) throws IOException {
    List<Outcome> outcomes = new ArrayList<>(mutations.size());
    Commit commit;
    try {
      commit =
          commit(
              mutations,
              () -> {
                for (Mutation mutation : mutations) {
                  outcomes.add(evaluate(mutation));
                }
                return outcomes;
              },
              _ -> {});
    } catch (DynamoException failed) {
      // The error tells something of the item, which has to be true after a power loss, too.
      awaitDurable(mutations);
      throw failed;
    }
    await(commit, mutations);
    return outcomes;
  }

  /** Finds out what mutations do, while their keys are locked; refuses all if one must not be. */
  interface Verdict {
    List<Outcome> outcomes() throws IOException;

    /** The error of the mutations when one of them lets its item collection grow too large. */
    default DynamoException collectionTooLarge(
        int index, ItemCollectionSizeLimitExceededException refused) {
      return refused;
    }
  }

  /** Adds what else is written in the batch of what mutations do: 32 KiB at most. */
  interface Addition {
    void addTo(WriteBatch batch);
  }

  /**
   * Commits what a verdict says of mutations of different items, and something more with it.
   *
   * @return {@code null} if there was nothing to write
   */
  Commit commit(List<Mutation> mutations, Verdict verdict, Addition addition) throws IOException {
    KeyLocks.Held held = lock(mutations);
    try (CollectionLimit.Admission admission = collectionLimit.begin()) {
      List<Outcome> outcomes = verdict.outcomes();
      WriteBatch batch = new WriteBatch();
      Effects effects = new Effects(batch, reads, clock, maxBatchBytes - ADDITION_BYTES);
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i).isEffective()) {
          outcomes.set(i, outcomes.get(i).with(effects.write(outcomes.get(i))));
          try {
            admission.admit(outcomes.get(i));
          } catch (ItemCollectionSizeLimitExceededException refused) {
            throw verdict.collectionTooLarge(i, refused);
          }
        }
      }
      addition.addTo(batch);
      Commit commit = batch.count() == 0 ? null : commit(batch, outcomes);
      admission.commit();
      return commit;
    } catch (UncheckedIOException e) {
      // Wrong bytes in an item before, found when an attribute was decoded.
      throw e.getCause();
    } finally {
      held.close();
    }
  }

  /** Locks the keys of mutations. If it throws, nothing is locked. */
  private KeyLocks.Held lock(List<Mutation> mutations) {
    KeyLocks.Held held =
        locks.hold(
            mutations.stream()
                .mapToInt(mutation -> mutation.table().lockOf(mutation.key()))
                .toArray());
    boolean usable = false;
    try {
      requireOpen();
      mutations.forEach(mutation -> Tables.require(mutation.table()));
      usable = true;
      return held;
    } finally {
      if (!usable) {
        held.close();
      }
    }
  }

  /**
   * What a mutation does. While its key is locked.
   *
   * @throws DynamoException if its condition fails, or its change breaks a rule
   */
  Outcome evaluate(Mutation mutation) throws IOException {
    byte[] stored = null;
    Item before = null;
    boolean existed = false;
    switch (mutation.neededNow()) {
      case NOTHING -> {}
      case EXISTENCE -> existed = reads.exists(mutation.partition(), mutation.key());
      case ITEM -> {
        stored = reads.getStored(mutation.partition(), mutation.key());
        existed = stored != null;
        before = existed ? mutation.table().items().decode(mutation.key(), stored) : null;
      }
    }
    if (!Evaluation.test(mutation.condition(), before)) {
      throw Refusals.conditionFailed(mutation.returnItemOnFailure() ? before : null);
    }
    return new Outcome(
        mutation, existed, before, stored, mutation.change().after(before), List.of());
  }

  /**
   * Commits a batch, and counts the items and entries that it added and removed. While their keys
   * are locked.
   */
  private Commit commit(WriteBatch batch, List<Outcome> outcomes) throws IOException {
    catalog.voidCounts();
    beforeCommit.run();
    boolean committed = false;
    try {
      Commit commit = engine.commit(batch);
      committed = true;
      return commit;
    } finally {
      for (Outcome outcome : outcomes) {
        ItemCount count = outcome.mutation().partition().itemCount();
        if (committed && outcome.isExact()) {
          count.add(outcome.growth());
        } else {
          count.doubt();
        }
        for (IndexChange change : outcome.indexChanges()) {
          count(change.before(), -1, committed);
          count(change.after(), 1, committed);
        }
      }
    }
  }

  private static void count(IndexChange.Entry entry, int growth, boolean committed) {
    if (entry != null && !committed) {
      entry.partition().itemCount().doubt();
    } else if (entry != null && entry.isStored()) {
      entry.partition().itemCount().add(growth);
    }
  }

  /**
   * Waits until what mutations did is as durable as acknowledged writes are, and so is what they
   * saw. While no lock is held.
   *
   * @param commit {@code null} if nothing was written
   */
  void await(Commit commit, List<Mutation> mutations) throws IOException {
    if (commit == null) {
      awaitDurable(mutations);
      return;
    }
    if (durability == Durability.SYNC) {
      engine.await(commit);
    }
    for (Mutation mutation : mutations) {
      if (mutation.table().changes() != null) {
        afterChange.run();
        break;
      }
    }
  }

  /** Waits until all that mutations may have seen is as durable as acknowledged writes are. */
  void awaitDurable(List<Mutation> mutations) throws IOException {
    for (Mutation mutation : mutations) {
      reads.awaitDurable(mutation.table(), mutation.partition());
    }
  }

  /**
   * Lets no further mutation begin, and waits until those that have begun are committed. They may
   * still wait for durability when this returns.
   */
  public void close() {
    locks.lockAll();
    try {
      closed = true;
    } finally {
      locks.unlockAll();
    }
  }

  /**
   * Checks that mutations may begin.
   *
   * @throws IllegalStateException if the pipeline is closed
   */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the database is closed");
    }
  }
}
