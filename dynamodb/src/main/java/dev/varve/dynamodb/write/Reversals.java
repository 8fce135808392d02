package dev.varve.dynamodb.write;

import dev.varve.dynamodb.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes items of a table again what they were, with their entries in indexes. For a table that
 * nobody else knows yet. Safe for use by many threads.
 */
public final class Reversals {
  private static final int MOST_ITEMS = 100;

  /** A commit ends with the item that reaches this size: a batch of the engine holds more. */
  private static final long MOST_BYTES = 128 << 10;

  private final MutationPipeline pipeline;

  /** Changes through a pipeline. */
  public Reversals(MutationPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Reversals in one table. For one thread. What was not flushed is not done. */
  public final class OfTable {
    private final Table table;
    private final List<Mutation> pending = new ArrayList<>();
    private long bytes;

    private OfTable(Table table) {
      this.table = table;
    }

    /**
     * Makes an item what it was, now or with later ones.
     *
     * @param key its engine key; no two calls have the same
     * @param stored the item in its stored form; null if there was none
     */
    public void put(byte[] key, byte[] stored) throws IOException {
      Mutation.Image image =
          stored == null ? null : new Mutation.Image(table.items().decode(key, stored), stored);
      pending.add(
          new Mutation(table, key, Mutation.Need.EXISTENCE, null, false, _ -> image).byService());
      bytes +=
          (1L + table.record().indexes().size())
              * (key.length + (stored == null ? 0 : stored.length));
      if (pending.size() >= MOST_ITEMS || bytes >= MOST_BYTES) {
        flush();
      }
    }

    /** Does what waits. Whoever needs it durable waits for something that is written later. */
    public void flush() throws IOException {
      if (!pending.isEmpty()) {
        List<Mutation> all = List.copyOf(pending);
        pending.clear();
        bytes = 0;
        pipeline.commit(all, new All(all), _ -> {});
      }
    }
  }

  /** Reversals in a table. */
  public OfTable of(Table table) {
    return new OfTable(table);
  }

  /** All happen. On the way to what was allowed once, a collection may be larger than it may be. */
  private final class All implements MutationPipeline.Verdict {
    private final List<Mutation> mutations;

    private All(List<Mutation> mutations) {
      this.mutations = mutations;
    }

    @Override
    public List<Outcome> outcomes() throws IOException {
      List<Outcome> outcomes = new ArrayList<>(mutations.size());
      for (Mutation mutation : mutations) {
        outcomes.add(pipeline.evaluate(mutation));
      }
      return outcomes;
    }

    @Override
    public boolean isLimited() {
      return false;
    }
  }
}
