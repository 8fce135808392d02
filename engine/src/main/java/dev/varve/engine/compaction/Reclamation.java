package dev.varve.engine.compaction;

import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds tables whose merge gives space back, or spares readers the steps over tombstones, where
 * every level is within its bounds. Looks only at its arguments and does no I/O. Thread-safe.
 *
 * <p>A step is worth it if at least a fourth of the entries that it reads are {@linkplain
 * SSTableHandle#garbageCount garbage} that no snapshot holds any more: so for each entry that goes
 * it writes three others at most. A step is also worth it if readers have passed over as many
 * tombstones as it reads entries.
 *
 * @param policy knows where level 0 goes
 * @param maxBytes about how much one step rewrites at most, in bytes
 */
public record Reclamation(CompactionPolicy policy, long maxBytes) {
  /** Of so many entries one has to be garbage. */
  private static final int ENTRIES_PER_GARBAGE = 4;

  /**
   * The next step.
   *
   * @param oldestSnapshot the oldest open snapshot's sequence number; {@link Long#MAX_VALUE} if
   *     none is open
   * @param skipped tombstones that readers passed over since the last step
   */
  public CompactionPlan choose(Version version, long oldestSnapshot, long skipped) {
    if (!version.hasGarbage()) {
      return new CompactionPlan.Nothing();
    }
    Predicate<SSTableHandle> released = table -> isReleased(table, oldestSnapshot);
    if (version.level(0).stream().anyMatch(released)) {
      CompactionPlan plan = policy.ofLevel0(version);
      if (isWorthIt(plan, version, released, skipped)) {
        return plan;
      }
    }
    for (int level = 1; level < Version.LEVELS; level++) {
      List<SSTableHandle> tables = version.level(level);
      for (int at = 0; at < tables.size(); at++) {
        if (released.test(tables.get(at))) {
          CompactionPlan plan =
              isBottommost(version, level, tables.get(at))
                  ? rewrite(version, level, at, released.and(Reclamation::isMuch))
                  : CompactionPlan.down(version, level, level + 1, List.of(tables.get(at)));
          if (isWorthIt(plan, version, released, skipped)) {
            return plan;
          }
        }
      }
    }
    return isMuchGarbage(version, released)
        ? firstDown(version, released)
        : new CompactionPlan.Nothing();
  }

  /**
   * Where all levels together hold enough garbage, but none enough for the level below it,
   * tombstones go down from the top, where they are cheapest to move, until they are enough.
   */
  private CompactionPlan firstDown(Version version, Predicate<SSTableHandle> released) {
    if (version.level(0).stream().anyMatch(released)) {
      return policy.ofLevel0(version);
    }
    for (int level = 1; level < Version.LAST_LEVEL; level++) {
      for (SSTableHandle table : version.level(level)) {
        if (released.test(table) && !isBottommost(version, level, table)) {
          return CompactionPlan.down(version, level, level + 1, List.of(table));
        }
      }
    }
    return new CompactionPlan.Nothing();
  }

  private static boolean isMuchGarbage(Version version, Predicate<SSTableHandle> released) {
    long garbage = 0;
    long entries = 0;
    for (int level = 0; level < Version.LEVELS; level++) {
      for (SSTableHandle table : version.level(level)) {
        garbage += released.test(table) ? table.garbageCount() : 0;
        entries += table.metadata().entryCount();
      }
    }
    return ENTRIES_PER_GARBAGE * garbage >= entries;
  }

  /**
   * Neighbours in one level, rewritten where they are.
   *
   * @param at number of the first, below which no level has keys of its range
   * @param wanted whether a further one belongs to it
   */
  CompactionPlan.Merge rewrite(
      Version version, int level, int at, Predicate<SSTableHandle> wanted) {
    List<SSTableHandle> tables = version.level(level);
    CompactionPlan.Merge plan =
        new CompactionPlan.Merge(level, level, List.of(tables.get(at)), List.of());
    long bytes = tables.get(at).metadata().fileBytes();
    for (int next = at + 1; next < tables.size() && wanted.test(tables.get(next)); next++) {
      bytes += tables.get(next).metadata().fileBytes();
      CompactionPlan.Merge longer =
          new CompactionPlan.Merge(
              level, level, List.copyOf(tables.subList(at, next + 1)), List.of());
      if (bytes > maxBytes || !longer.isBottommost(version)) {
        break;
      }
      plan = longer;
    }
    return plan;
  }

  /** Whether no deeper level has keys of a table's range. */
  static boolean isBottommost(Version version, int level, SSTableHandle table) {
    return !version.overlapsFrom(
        level + 1, table.metadata().smallest(), table.metadata().largest());
  }

  /** Whether all the garbage of a table would go where nothing lies below. */
  static boolean isReleased(SSTableHandle table, long oldestSnapshot) {
    return table.garbageCount() > 0 && table.largestSequence() <= oldestSnapshot;
  }

  private static boolean isMuch(SSTableHandle table) {
    return ENTRIES_PER_GARBAGE * table.garbageCount() >= table.metadata().entryCount();
  }

  private static boolean isWorthIt(
      CompactionPlan plan, Version version, Predicate<SSTableHandle> released, long skipped) {
    List<SSTableHandle> upper = List.of();
    List<SSTableHandle> all = List.of();
    boolean last = false;
    switch (plan) {
      case CompactionPlan.Nothing() -> {
        return false;
      }
      case CompactionPlan.Move(int _, int _, List<SSTableHandle> tables) -> {
        upper = tables;
        all = tables;
      }
      case CompactionPlan.Merge merge -> {
        upper = merge.upper();
        all = new ArrayList<>(upper);
        all.addAll(merge.lower());
        last = merge.isBottommost(version);
      }
    }
    // Tombstones in the lower level go only where they hide nothing.
    long garbage =
        (last ? all : upper).stream().filter(released).mapToLong(SSTableHandle::garbageCount).sum();
    long entries = all.stream().mapToLong(table -> table.metadata().entryCount()).sum();
    return ENTRIES_PER_GARBAGE * garbage >= entries || skipped >= entries;
  }
}
