package dev.varve.engine.compaction;

import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The steps after which one sorted run is left of the tables that a partition has at the beginning,
 * without tombstones and without versions that nobody can read: level 0 goes down, each other level
 * down after it, some tables at a time, and what then holds garbage is rewritten where it is. What
 * others flush meanwhile is left alone, so that the steps come to an end. For one thread.
 */
public final class FullCompaction {
  private final CompactionPolicy policy;
  private final Reclamation reclamation;
  private final long maxBytes;
  private final long firstNewNumber;
  private boolean level0Done;
  private int level;
  private Set<Long> ofLevel = Set.of();

  /**
   * Begins.
   *
   * @param maxBytes about how much one step moves down or rewrites at most, in bytes
   * @param firstNewNumber tables with smaller file numbers have been there at the beginning
   */
  public FullCompaction(CompactionPolicy policy, long maxBytes, long firstNewNumber) {
    this.policy = policy;
    this.reclamation = new Reclamation(policy, maxBytes);
    this.maxBytes = maxBytes;
    this.firstNewNumber = firstNewNumber;
  }

  /**
   * The next step; nothing at the end.
   *
   * @param version the present one
   * @param oldestSnapshot as for {@link Reclamation#choose}
   */
  public CompactionPlan next(Version version, long oldestSnapshot) {
    if (!level0Done) {
      level0Done = true;
      if (!version.level(0).isEmpty()) {
        return policy.ofLevel0(version);
      }
    }
    while (level < Version.LAST_LEVEL) {
      List<SSTableHandle> group = level == 0 ? List.of() : nextGroup(version);
      if (!group.isEmpty()) {
        return CompactionPlan.down(version, level, level + 1, group);
      }
      level++;
      ofLevel = new HashSet<>();
      if (level < Version.LAST_LEVEL && hasTablesBelow(version)) {
        version.level(level).forEach(table -> ofLevel.add(table.metadata().number()));
      }
    }
    return rewriteOfGarbage(version, oldestSnapshot);
  }

  private boolean hasTablesBelow(Version version) {
    for (int below = level + 1; below < Version.LEVELS; below++) {
      if (!version.level(below).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The next neighbours that were in the level when its turn came. */
  private List<SSTableHandle> nextGroup(Version version) {
    List<SSTableHandle> group = new ArrayList<>();
    for (SSTableHandle table : version.level(level)) {
      boolean wanted = ofLevel.contains(table.metadata().number());
      if (!wanted && !group.isEmpty()) {
        break;
      }
      if (wanted) {
        group.add(table);
        if (isTooLarge(version, group)) {
          if (group.size() > 1) {
            group.removeLast();
          }
          break;
        }
      }
    }
    return group;
  }

  private boolean isTooLarge(Version version, List<SSTableHandle> group) {
    if (version.level(level + 1).isEmpty()) {
      return false; // they move as they are
    }
    long bytes = group.stream().mapToLong(table -> table.metadata().fileBytes()).sum();
    for (SSTableHandle below :
        version.overlapping(
            level + 1,
            group.getFirst().metadata().smallest(),
            group.getLast().metadata().largest())) {
      bytes += below.metadata().fileBytes();
    }
    return bytes > maxBytes;
  }

  private CompactionPlan rewriteOfGarbage(Version version, long oldestSnapshot) {
    for (int in = 1; in < Version.LEVELS; in++) {
      List<SSTableHandle> tables = version.level(in);
      for (int at = 0; at < tables.size(); at++) {
        if (isWasteful(tables.get(at), oldestSnapshot)
            && Reclamation.isBottommost(version, in, tables.get(at))) {
          return reclamation.rewrite(version, in, at, table -> isWasteful(table, oldestSnapshot));
        }
      }
    }
    return new CompactionPlan.Nothing();
  }

  /**
   * Whether a rewrite may leave something out. Where an open snapshot may hold only some of a
   * table's garbage, the table is rewritten once to see.
   */
  private boolean isWasteful(SSTableHandle table, long oldestSnapshot) {
    return table.garbageCount() > 0
        && (table.metadata().number() < firstNewNumber
            || Reclamation.isReleased(table, oldestSnapshot));
  }
}
