package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.ReadTarget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The figures of a table and of its global indexes, by their names: a table that is made anew goes
 * on with those of the one before. Safe for use by many threads.
 */
final class TableFigures {
  private final int kept;
  private final Figures own;
  private final Map<String, Figures> indexes = new ConcurrentHashMap<>();

  TableFigures(int kept) {
    this.kept = kept;
    this.own = new Figures(kept);
  }

  /** Those of the table and its local indexes. */
  Figures own() {
    return own;
  }

  /** Those of the table, which its local indexes share, or of a global index. */
  Figures of(ReadTarget target) {
    return target instanceof Index index && index.isGlobal() ? of(index) : own;
  }

  private Figures of(Index index) {
    Figures present = indexes.get(index.name());
    return present != null
        ? present
        : indexes.computeIfAbsent(index.name(), _ -> new Figures(kept));
  }

  /** Those of the global indexes that have any, by their names. */
  Map<String, Figures> indexes() {
    return indexes;
  }

  /** Forgets what is too old, and indexes of which nothing is left. Returns whether anything is. */
  boolean settle(long now) {
    own.settle(now);
    indexes.values().forEach(figures -> figures.settle(now));
    indexes.values().removeIf(Figures::isEmpty);
    return !own.isEmpty() || !indexes.isEmpty();
  }
}
