package dev.varve.dynamodb.write;

import dev.varve.dynamodb.codec.ExpiryKey;
import dev.varve.dynamodb.table.Expiry;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Commit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Deletions of items that have expired. They are mutations like all others, whose condition is that
 * the item still says the time at which it was found to have expired; so a writer that comes first
 * wins, and one that comes later finds no item. Safe for use by many threads.
 */
public final class Expirations {
  private final MutationPipeline pipeline;

  /** Deletions through a pipeline. */
  public Expirations(MutationPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * What some deletions did.
   *
   * @param items how many items are gone
   * @param commit null if none is
   */
  public record Deleted(int items, Commit commit) {}

  /**
   * Deletes the items of some entries of an expiry index, in one commit, unless they have changed
   * or the index is gone. Does not wait for storage.
   *
   * @param entries engine keys
   * @throws dev.varve.dynamodb.error.DynamoException if the table is gone
   * @throws IllegalStateException if the database is closed
   */
  public Deleted delete(Expiry expiry, List<byte[]> entries) throws IOException {
    List<Mutation> mutations = new ArrayList<>(entries.size());
    for (byte[] entry : entries) {
      mutations.add(deletion(expiry.table(), ExpiryKey.itemKey(entry)));
    }
    List<Outcome> deletions = new ArrayList<>(entries.size());
    Commit commit =
        pipeline.commit(
            mutations,
            () -> {
              for (int i = 0; i < entries.size() && expiry.isMaintained(); i++) {
                Outcome outcome = pipeline.evaluate(mutations.get(i));
                byte[] present = expiry.keyOf(mutations.get(i).key(), outcome.before());
                if (Arrays.equals(present, entries.get(i))) {
                  deletions.add(outcome);
                }
              }
              return deletions;
            },
            _ -> {});
    return new Deleted(deletions.size(), commit);
  }

  private static Mutation deletion(Table table, byte[] key) {
    return new Mutation(table, key, Mutation.Need.ITEM, null, false, _ -> null).byService();
  }

  /** Waits until deletions are as durable as acknowledged writes are. */
  public void await(Commit commit) throws IOException {
    pipeline.await(commit, List.of());
  }
}
