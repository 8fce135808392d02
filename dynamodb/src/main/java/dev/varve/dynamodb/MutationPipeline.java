package dev.varve.dynamodb;

import dev.varve.dynamodb.error.ConditionalCheckFailedException;
import dev.varve.dynamodb.lock.KeyLocks;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Commit;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The one way in which items change. A list of mutations happens all or not at all:
 *
 * <ol>
 *   <li>lock the keys, in order;
 *   <li>read what must be known, and check the conditions;
 *   <li>let {@link #effects} write all that follows into one batch;
 *   <li>commit the batch and unlock the keys;
 *   <li>wait until the commit is as durable as the database promises.
 * </ol>
 *
 * <p>So one sync serves all writers of a hot key. Safe for use by many threads.
 */
final class MutationPipeline {
  private final ItemStore store;

  MutationPipeline(ItemStore store) {
    this.store = store;
  }

  /** {@link #apply(List)} of one. */
  Outcome apply(Mutation mutation) throws IOException {
    return apply(List.of(mutation)).getFirst();
  }

  /**
   * Applies mutations of different items.
   *
   * @return what each did, in the same order
   * @throws dev.varve.dynamodb.error.DynamoException if a condition fails, an item cannot become
   *     what it should, or a table is gone; nothing is written then
   */
  List<Outcome> apply(List<Mutation> mutations) throws IOException {
    List<Outcome> outcomes = new ArrayList<>(mutations.size());
    Commit commit;
    try {
      commit = commit(mutations, outcomes);
    } catch (ConditionalCheckFailedException failed) {
      // It tells something of the item, which has to be true after a power loss, too.
      awaitDurable(mutations);
      throw failed;
    }
    if (commit == null) {
      awaitDurable(mutations);
    } else {
      store.await(commit);
    }
    return outcomes;
  }

  /** Returns {@code null} if there was nothing to write. */
  private Commit commit(List<Mutation> mutations, List<Outcome> outcomes) throws IOException {
    KeyLocks.Held held = store.lock(mutations);
    try {
      for (Mutation mutation : mutations) {
        outcomes.add(evaluate(mutation));
      }
      WriteBatch batch = new WriteBatch();
      for (Outcome outcome : outcomes) {
        if (outcome.isEffective()) {
          effects(outcome, batch);
        }
      }
      return batch.count() == 0 ? null : store.commit(batch, outcomes);
    } finally {
      held.close();
    }
  }

  private Outcome evaluate(Mutation mutation) throws IOException {
    Item before = null;
    boolean existed = false;
    switch (mutation.need()) {
      case NOTHING -> {}
      case EXISTENCE -> existed = store.exists(mutation.partition(), mutation.key());
      case ITEM -> {
        before = store.read(mutation.table(), mutation.partition(), mutation.key());
        existed = before != null;
      }
    }
    if (!Evaluation.test(mutation.condition(), before)) {
      throw mutation.returnItemOnFailure() && before != null
          ? ConditionalCheckFailedException.withItem(before)
          : ConditionalCheckFailedException.withoutItem();
    }
    return new Outcome(mutation, existed, before, mutation.change().after(before));
  }

  /** Writes all that a change of an item entails. */
  private static void effects(Outcome outcome, WriteBatch batch) {
    Mutation mutation = outcome.mutation();
    int partition = mutation.partition().id();
    if (outcome.after() == null) {
      batch.delete(partition, mutation.key());
    } else {
      batch.put(partition, mutation.key(), outcome.after().stored());
    }
  }

  private void awaitDurable(List<Mutation> mutations) throws IOException {
    for (Mutation mutation : mutations) {
      store.awaitDurable(mutation.table(), mutation.partition());
    }
  }
}
