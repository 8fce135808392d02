package dev.varve.dynamodb.write;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.lock.TransactedItems;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Commit;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Transactions: lists of the same mutations that single writes are, some of which may only check.
 * One claims its items, so that others that want them are refused and need not wait; then it goes
 * through the pipeline, which locks all keys, reads, decides and commits one batch. So it happens
 * whole or not at all, and as if nothing else happened meanwhile. Its items are free again when it
 * is committed, before storage is waited for.
 *
 * <p>Safe for use by many threads.
 */
public final class Transactions {
  /** So many times what its parts cost alone, but for indexes. */
  private static final int COSTS = 2;

  private final MutationPipeline pipeline;
  private final TransactedItems transacted;

  /**
   * Transactions through a pipeline.
   *
   * @param transacted the items of the transactions that are under way
   */
  public Transactions(MutationPipeline pipeline, TransactedItems transacted) {
    this.pipeline = pipeline;
    this.transacted = transacted;
  }

  /** Adds to what a transaction writes. */
  public interface Note {
    /** A note of nothing. */
    Note NONE = (_, _) -> {};

    /**
     * Adds to a transaction that is about to be committed.
     *
     * @param outcomes one for each mutation
     */
    void addTo(WriteBatch batch, List<Outcome> outcomes);
  }

  /**
   * Carries out a transaction.
   *
   * @param mutations of different items
   * @param note written in the same batch
   * @return the outcome of each mutation, in the same order
   * @throws dev.varve.dynamodb.api.TransactionCanceledException with a reason for each mutation, if
   *     another transaction has one of the items under way, a condition fails, or a change breaks a
   *     rule; nothing is written then
   * @throws DynamoException if a table is gone, or the transaction writes more than one batch can
   *     hold; nothing is written then
   */
  public List<Outcome> apply(List<Mutation> mutations, Note note) throws IOException {
    List<Outcome> outcomes = new ArrayList<>(mutations.size());
    TransactedItems.Claim claim = claim(mutations);
    Commit commit;
    try (claim) {
      commit =
          pipeline.commit(
              mutations,
              new MutationPipeline.Verdict() {
                @Override
                public List<Outcome> outcomes() throws IOException {
                  evaluate(mutations, outcomes);
                  return outcomes;
                }

                @Override
                public DynamoException collectionTooLarge(
                    int index, ItemCollectionSizeLimitExceededException refused) {
                  return Cancellation.collectionTooLarge(mutations.size(), index, refused);
                }
              },
              batch -> note.addTo(batch, outcomes));
    } catch (DynamoException failed) {
      // The reasons tell something of the items, which has to be true after a power loss, too.
      pipeline.awaitDurable(mutations);
      throw failed;
    }
    pipeline.await(commit, mutations);
    return outcomes;
  }

  private TransactedItems.Claim claim(List<Mutation> mutations) {
    TransactedItems.Claim claim = transacted.claim(mutations.stream().map(Mutation::item).toList());
    if (!claim.conflicts().isEmpty()) {
      claim.close();
      tellConflicts(claim.conflicts(), place -> mutations.get(place).table());
      Cancellation cancellation = new Cancellation(mutations.size());
      cancellation.conflicts(claim.conflicts());
      cancellation.requireEmpty();
    }
    return claim;
  }

  /** Counts the items that others have, by their tables. */
  private void tellConflicts(BitSet conflicts, IntFunction<Table> tableAt) {
    Map<Table, Integer> byTable = new LinkedHashMap<>();
    conflicts.stream().forEach(place -> byTable.merge(tableAt.apply(place), 1, Integer::sum));
    byTable.forEach(pipeline.metering()::conflict);
  }

  /**
   * Finds all conditions that fail and what is throttled, unless a change breaks a rule: that comes
   * first, alone.
   */
  private void evaluate(List<Mutation> mutations, List<Outcome> outcomes) throws IOException {
    Cancellation cancellation = new Cancellation(mutations.size());
    for (int i = 0; i < mutations.size(); i++) {
      try {
        outcomes.add(pipeline.evaluate(mutations.get(i), COSTS));
      } catch (ConditionalCheckFailedException failure) {
        cancellation.conditionFailed(i, failure);
      } catch (ProvisionedThroughputExceededException | ThrottlingException throttled) {
        cancellation.throttled(i, throttled);
      } catch (ValidationException broken) {
        throw Cancellation.invalid(mutations.size(), i, broken);
      }
    }
    cancellation.requireEmpty();
  }

  /**
   * Checks that no transaction under way has one of some items: for a transaction that only reads.
   *
   * @throws dev.varve.dynamodb.api.TransactionCanceledException with a reason for each item, if one
   *     has
   */
  public void requireFree(List<ItemKey> items) {
    Cancellation cancellation = new Cancellation(items.size());
    BitSet conflicts = transacted.claimed(items.stream().map(ItemKey::item).toList());
    tellConflicts(conflicts, place -> items.get(place).table());
    cancellation.conflicts(conflicts);
    cancellation.requireEmpty();
  }
}
