package dev.varve.engine.compaction;

import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What to do next with a version. */
public sealed interface CompactionPlan {
  /** Every level is within its bounds. */
  record Nothing() implements CompactionPlan {}

  /** Tables that overlap nothing on their way go to another level as they are. */
  record Move(int fromLevel, int toLevel, List<SSTableHandle> tables) implements CompactionPlan {}

  /**
   * Tables of two levels are merged into the lower one, or tables of one level other than 0 are
   * rewritten where they are, for what a merge leaves out.
   *
   * @param upper tables of {@code fromLevel}; from level 0 they may overlap, newest first
   * @param lower the tables of {@code toLevel} that overlap them, in key order; none for a rewrite
   */
  record Merge(int fromLevel, int toLevel, List<SSTableHandle> upper, List<SSTableHandle> lower)
      implements CompactionPlan {
    /** Whether the tables stay in their level. */
    public boolean isRewrite() {
      return fromLevel == toLevel;
    }

    /** Whether no level below the output holds keys of its range: then nothing has to be hidden. */
    public boolean isBottommost(Version version) {
      List<SSTableHandle> inputs = Stream.concat(upper.stream(), lower.stream()).toList();
      return !version.overlapsFrom(toLevel + 1, smallest(inputs), largest(inputs));
    }
  }

  /** Tables of a level, all of them for level 0, go to a lower one; as they are if they can. */
  static CompactionPlan down(Version version, int from, int to, List<SSTableHandle> upper) {
    List<SSTableHandle> lower = version.overlapping(to, smallest(upper), largest(upper));
    if (lower.isEmpty() && disjoint(upper)) {
      return new Move(from, to, upper);
    }
    return new Merge(from, to, upper, lower);
  }

  private static byte[] smallest(List<SSTableHandle> tables) {
    return tables.stream()
        .map(table -> table.metadata().smallest())
        .min(Arrays::compareUnsigned)
        .orElseThrow();
  }

  private static byte[] largest(List<SSTableHandle> tables) {
    return tables.stream()
        .map(table -> table.metadata().largest())
        .max(Arrays::compareUnsigned)
        .orElseThrow();
  }

  private static boolean disjoint(List<SSTableHandle> tables) {
    for (int i = 0; i < tables.size(); i++) {
      for (int j = i + 1; j < tables.size(); j++) {
        FileMetadata other = tables.get(j).metadata();
        if (tables.get(i).metadata().overlaps(other.smallest(), other.largest())) {
          return false;
        }
      }
    }
    return true;
  }
}
