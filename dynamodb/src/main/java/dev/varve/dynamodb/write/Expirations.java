package dev.varve.dynamodb.write;

import dev.varve.dynamodb.changes.ChangeWriter;
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
  /**
   * A commit ends with the item that reaches this size, where a log keeps the items: a batch of the
   * engine holds more.
   */
  private static final long IMAGE_BYTES_PER_COMMIT = 128 << 10;

  private final MutationPipeline pipeline;

  /** Deletions through a pipeline. */
  public Expirations(MutationPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * What some deletions did.
   *
   * @param entries how many entries, from the first on, are done with
   * @param items how many items are gone
   * @param commit null if none is
   */
  public record Deleted(int entries, int items, Commit commit) {}

  /**
   * Deletes the items of some entries of an expiry index, in one commit, unless they have changed
   * or the index is gone: those of all entries, or of the first ones where a log of changes keeps
   * the items and they are large. Does not wait for storage.
   *
   * @param entries engine keys, at least one
   * @throws dev.varve.dynamodb.error.DynamoException if the table is gone
   * @throws IllegalStateException if the database is closed
   */
  public Deleted delete(Expiry expiry, List<byte[]> entries) throws IOException {
    List<Mutation> mutations = new ArrayList<>(entries.size());
    for (byte[] entry : entries) {
      mutations.add(deletion(expiry.table(), ExpiryKey.itemKey(entry)));
    }
    Due due = new Due(expiry, entries, mutations);
    Commit commit = pipeline.commit(mutations, due, _ -> {});
    pipeline.metering().expired(expiry.table(), due.deletions.size());
    pipeline.keepLogs(mutations);
    return new Deleted(due.entries, due.deletions.size(), commit);
  }

  /** Which deletions happen. */
  private final class Due implements MutationPipeline.Verdict {
    private final Expiry expiry;
    private final List<byte[]> keys;
    private final List<Mutation> mutations;
    private final List<Outcome> deletions = new ArrayList<>();

    /** How many entries have been looked at. */
    private int entries;

    private Due(Expiry expiry, List<byte[]> keys, List<Mutation> mutations) {
      this.expiry = expiry;
      this.keys = keys;
      this.mutations = mutations;
    }

    @Override
    public List<Outcome> outcomes() throws IOException {
      if (!expiry.isMaintained()) {
        entries = keys.size();
        return deletions;
      }
      ChangeWriter log = expiry.table().changes();
      int copies =
          (log == null ? 0 : log.copiesBefore()) + (expiry.table().history() == null ? 0 : 1);
      long bytes = 0;
      while (entries < keys.size() && bytes < IMAGE_BYTES_PER_COMMIT) {
        Outcome outcome = pipeline.evaluate(mutations.get(entries));
        byte[] present = expiry.keyOf(mutations.get(entries).key(), outcome.before());
        if (Arrays.equals(present, keys.get(entries))) {
          deletions.add(outcome);
          bytes += copies == 0 ? 0 : (long) copies * outcome.storedBefore().length;
        }
        entries++;
      }
      return deletions;
    }
  }

  private static Mutation deletion(Table table, byte[] key) {
    return new Mutation(table, key, Mutation.Need.ITEM, null, false, _ -> null).byService();
  }

  /** Waits until deletions are as durable as acknowledged writes are. */
  public void await(Commit commit) throws IOException {
    pipeline.await(commit);
  }
}
