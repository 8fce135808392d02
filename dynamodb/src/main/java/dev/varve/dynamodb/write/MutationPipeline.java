package dev.varve.dynamodb.write;

import dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.lock.TransactedItems;
import dev.varve.dynamodb.meter.Metering;
import dev.varve.dynamodb.partition.ItemCount;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.ItemReads;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.throttle.Throttle;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Commit;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import dev.varve.io.NeverWaits;
import dev.varve.io.WouldWait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
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
  private final Metering metering;
  private final Clock clock;
  private final Runnable keepLogs;

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
   * @param metering whether callers' mutations may go on, and what they consume
   * @param clock tells when a change was made
   * @param keepLogs is run with each write to a table with a log of its changes, by a thread that
   *     holds no lock: after the write, or before it in a thread that {@link NeverWaits}
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
      Metering metering,
      Clock clock,
      Runnable keepLogs) {
    this.engine = engine;
    this.durability = durability;
    this.catalog = catalog;
    this.locks = locks;
    this.reads = reads;
    this.transacted = transacted;
    this.beforeCommit = beforeCommit;
    this.maxBatchBytes = maxBatchBytes;
    this.collectionLimit = collectionLimit;
    this.metering = metering;
    this.clock = clock;
    this.keepLogs = keepLogs;
  }

  /**
   * {@link #apply(List)} of one, unless a transaction has its item under way.
   *
   * @throws dev.varve.dynamodb.api.TransactionConflictException if one has
   */
  public Outcome apply(Mutation mutation) throws IOException {
    if (transacted.isClaimed(mutation.table().record().id(), mutation.key())) {
      metering.conflict(mutation.table(), 1);
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
   * @throws WouldWait in a thread that must not wait, if a key or the engine would have to be
   *     waited for; nothing is written then
   * @throws IllegalStateException if the pipeline is closed; nothing is written then
   */
  public List<Outcome> apply(List<Mutation> mutations) throws IOException {
    List<Outcome> outcomes = new ArrayList<>(mutations.size());
    carryOut(
        mutations,
        () -> {
          for (Mutation mutation : mutations) {
            outcomes.add(evaluate(mutation));
          }
          return outcomes;
        });
    return outcomes;
  }

  private void carryOut(List<Mutation> mutations, Verdict verdict) throws IOException {
    Commit commit;
    try {
      commit = commit(mutations, verdict, _ -> {});
    } catch (DynamoException failed) {
      // The error tells something of the item, which has to be true after a power loss, too.
      awaitDurable(mutations);
      throw failed;
    }
    await(commit, mutations);
  }

  /**
   * What became of mutations that were throttled one by one.
   *
   * @param outcomes of each, in their order; null for those that were throttled
   * @param refusal why the first of these was; null if there is none
   */
  public record Admitted(List<Outcome> outcomes, DynamoException refusal) {}

  /**
   * Applies those mutations of different items that are not throttled, as {@link #apply(List)}
   * does.
   */
  public Admitted applyAdmitted(List<Mutation> mutations) throws IOException {
    OneByOne verdict = new OneByOne(mutations);
    carryOut(mutations, verdict);
    return verdict.admitted();
  }

  /** Leaves out what is throttled. */
  private final class OneByOne implements Verdict {
    private final List<Mutation> mutations;

    /** In the order of the mutations, without those that are throttled. */
    private final List<Outcome> outcomes = new ArrayList<>();

    private final BitSet throttled = new BitSet();
    private DynamoException refusal;

    private OneByOne(List<Mutation> mutations) {
      this.mutations = mutations;
    }

    @Override
    public List<Outcome> outcomes() throws IOException {
      for (int i = 0; i < mutations.size(); i++) {
        try {
          outcomes.add(evaluate(mutations.get(i)));
        } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
          throttled.set(i);
          refusal = refusal == null ? refused : refusal;
        }
      }
      return outcomes;
    }

    private Admitted admitted() {
      Iterator<Outcome> done = outcomes.iterator();
      List<Outcome> all = new ArrayList<>(mutations.size());
      for (int i = 0; i < mutations.size(); i++) {
        all.add(throttled.get(i) ? null : done.next());
      }
      return new Admitted(all, refusal);
    }
  }

  /** Finds out what mutations do, while their keys are locked; refuses all if one must not be. */
  interface Verdict {
    /** The outcomes, in a list that may be changed: of all mutations, or of those that happen. */
    List<Outcome> outcomes() throws IOException;

    /** Whether item collections must not grow beyond their limit. */
    default boolean isLimited() {
      return true;
    }

    /** The error of the mutations when one of them lets its item collection grow too large. */
    default DynamoException collectionTooLarge(
        int index, ItemCollectionSizeLimitExceededException refused) {
      return refused;
    }
  }

  /** Counts what mutations do and how they fail. */
  Metering metering() {
    return metering;
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
    if (NeverWaits.here()) {
      keepLogs(mutations); // breaks off if that is due, while nothing is changed
    }
    if (durability == Durability.SYNC) {
      NeverWaits.checkEnd();
    }
    KeyLocks.Held held = lock(mutations);
    try (CollectionLimit.Admission admission = collectionLimit.begin()) {
      List<Outcome> outcomes = verdict.outcomes();
      WriteBatch batch = new WriteBatch();
      Effects effects = new Effects(batch, reads, clock, maxBatchBytes - ADDITION_BYTES);
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i).isEffective()) {
          outcomes.set(i, outcomes.get(i).with(effects.write(outcomes.get(i))));
          takeIndexWrites(outcomes.get(i));
          try {
            if (verdict.isLimited()) {
              admission.admit(outcomes.get(i));
            }
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

  /** Takes what the changes of entries cost: unlike that of the item, not known before. */
  private void takeIndexWrites(Outcome outcome) {
    if (outcome.mutation().origin() == Mutation.Origin.CALLER) {
      for (IndexChange change : outcome.indexChanges()) {
        change.take(metering);
      }
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
   * @throws DynamoException if its condition fails, its change breaks a rule, or it is throttled
   */
  Outcome evaluate(Mutation mutation) throws IOException {
    return evaluate(mutation, 1);
  }

  /**
   * What a mutation does, as above.
   *
   * @param costs so many times what it costs alone
   */
  Outcome evaluate(Mutation mutation, int costs) throws IOException {
    Throttle limit = mutation.origin() == Mutation.Origin.CALLER ? metering : Throttle.NONE;
    ItemPartition partition = mutation.partition();
    long admission = limit.requireWrite(mutation.table(), partition, mutation.key());
    byte[] stored = null;
    Item before = null;
    boolean existed = false;
    switch (mutation.neededNow()) {
      case NOTHING -> {}
      case EXISTENCE -> existed = reads.exists(partition, mutation.key());
      case ITEM -> {
        stored = reads.getStored(partition, mutation.key());
        existed = stored != null;
        before = existed ? mutation.table().items().decode(mutation.key(), stored) : null;
      }
    }
    if (!Evaluation.test(mutation.condition(), before)) {
      if (limit.isOn()) {
        long units = CapacityUnits.writeUnits(before == null ? 0 : before.sizeBytes());
        limit.takeWrite(mutation.table(), partition, mutation.key(), costs * units, admission);
      }
      if (mutation.origin() == Mutation.Origin.CALLER) {
        metering.conditionFailed(mutation.table());
      }
      throw Refusals.conditionFailed(mutation.returnItemOnFailure() ? before : null);
    }
    Mutation.Image after = mutation.change().after(before);
    Outcome outcome = new Outcome(mutation, existed, before, stored, after, List.of());
    if (limit.isOn()) {
      if (!mutation.isCheck()) {
        limit.requireIndexes(
            mutation.table(), before, after == null ? null : after.item(), admission);
      }
      long units = CapacityUnits.writeUnits(outcome.sizeBytes());
      limit.takeWrite(mutation.table(), partition, mutation.key(), costs * units, admission);
    }
    return outcome;
  }

  /**
   * Commits a batch, and counts the items and entries that it added and removed. While their keys
   * are locked.
   */
  private Commit commit(WriteBatch batch, List<Outcome> outcomes) throws IOException {
    catalog.voidCounts();
    beforeCommit.run();
    boolean committed = false;
    boolean untried = false;
    try {
      Commit commit = engine.commit(batch);
      committed = true;
      return commit;
    } catch (WouldWait refused) {
      untried = true;
      throw refused;
    } finally {
      if (!untried) {
        count(outcomes, committed);
      }
    }
  }

  /** Counts the items and entries of a batch of which it may be unknown whether it is written. */
  private static void count(List<Outcome> outcomes, boolean committed) {
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
    await(commit);
    if (!NeverWaits.here()) {
      keepLogs(mutations);
    }
  }

  /** Waits until what was written is as durable as acknowledged writes are. */
  void await(Commit commit) throws IOException {
    if (durability == Durability.SYNC) {
      NeverWaits.awaitEnd(() -> engine.await(commit));
    }
  }

  /** Keeps the logs of changes, if one of the mutations' tables has one. While no lock is held. */
  void keepLogs(List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      if (mutation.table().keepsChanges()) {
        keepLogs.run();
        return;
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
