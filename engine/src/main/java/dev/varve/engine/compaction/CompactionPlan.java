package dev.varve.engine.compaction;

import dev.varve.engine.table.Table;
import java.util.List;

/** What to do next with a version. */
public sealed interface CompactionPlan {
  /** Every level is within its bounds. */
  record Nothing() implements CompactionPlan {}

  /** Tables that overlap nothing on their way go to another level as they are. */
  record Move(int fromLevel, int toLevel, List<Table> tables) implements CompactionPlan {}

  /**
   * Tables of two levels are merged into the lower one.
   *
   * @param upper tables of {@code fromLevel}; from level 0 they may overlap, newest first
   * @param lower the tables of {@code toLevel} that overlap them, in key order
   */
  record Merge(int fromLevel, int toLevel, List<Table> upper, List<Table> lower)
      implements CompactionPlan {}
}
