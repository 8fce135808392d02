package dev.varve.engine.version;

import dev.varve.engine.pin.RefCounted;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.table.SortedRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The live tables of one partition, by level. Level 0 holds flushed memtables, newest first, and
 * may overlap; every other level is a sorted run: tables in key order without overlap, each key in
 * at most one of them, and newer than the same key in deeper levels.
 *
 * <p>Immutable. Holds a reference to each of its tables.
 */
public final class Version extends RefCounted {
  /** Number of levels. */
  public static final int LEVELS = 7;

  /** The deepest level. */
  public static final int LAST_LEVEL = LEVELS - 1;

  private static final Comparator<SSTableHandle> NEWEST_FIRST =
      Comparator.comparingLong((SSTableHandle table) -> table.metadata().number()).reversed();
  private static final Comparator<SSTableHandle> BY_KEY =
      Comparator.comparing(
          (SSTableHandle table) -> table.metadata().smallest(), Arrays::compareUnsigned);

  private final List<List<SSTableHandle>> levels;
  private final SortedRun[] runs;
  private final boolean hasGarbage;

  private Version(List<List<SSTableHandle>> levels) {
    this.levels = levels;
    runs =
        levels.stream()
            .skip(1)
            .filter(level -> !level.isEmpty())
            .map(SortedRun::new)
            .toArray(SortedRun[]::new);
    hasGarbage = levels.stream().flatMap(List::stream).anyMatch(table -> table.garbageCount() > 0);
    levels.forEach(level -> level.forEach(SSTableHandle::retain));
  }

  /** The version without tables. */
  public static Version empty() {
    return new Version(Collections.nCopies(LEVELS, List.of()));
  }

  /**
   * The next version. Takes references of its own to what it holds.
   *
   * @param added tables to add, by level
   * @param removed numbers of the tables to leave out
   */
  public Version with(List<List<SSTableHandle>> added, Set<Long> removed) {
    List<List<SSTableHandle>> next = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      List<SSTableHandle> tables = new ArrayList<>();
      for (SSTableHandle table : levels.get(level)) {
        if (!removed.contains(table.metadata().number())) {
          tables.add(table);
        }
      }
      tables.addAll(added.get(level));
      tables.sort(level == 0 ? NEWEST_FIRST : BY_KEY);
      next.add(List.copyOf(tables));
    }
    return new Version(List.copyOf(next));
  }

  /** The tables of a level: newest first in level 0, by key elsewhere. */
  public List<SSTableHandle> level(int level) {
    return levels.get(level);
  }

  /** Number of levels below level 0 that hold tables. */
  public int runCount() {
    return runs.length;
  }

  /** One of these levels, the newest first. */
  public SortedRun run(int index) {
    return runs[index];
  }

  /**
   * All tables, newest first, as few sorted runs: neighbours in level 0 that do not overlap, as a
   * load in key order leaves them, make one.
   */
  public List<SortedRun> sortedRuns() {
    List<SortedRun> found = new ArrayList<>();
    List<SSTableHandle> together = new ArrayList<>();
    for (SSTableHandle table : levels.getFirst()) {
      FileMetadata keys = table.metadata();
      if (together.stream()
          .anyMatch(other -> other.metadata().overlaps(keys.smallest(), keys.largest()))) {
        found.add(new SortedRun(inOrder(together)));
        together.clear();
      }
      together.add(table);
    }
    if (!together.isEmpty()) {
      found.add(new SortedRun(inOrder(together)));
    }
    found.addAll(Arrays.asList(runs));
    return found;
  }

  /** Whether some table holds a tombstone or more than one version of a key. */
  public boolean hasGarbage() {
    return hasGarbage;
  }

  /** Number of the tables that may hold keys of other partitions, too. */
  public int sharedCount() {
    return (int) levels.stream().flatMap(List::stream).filter(SSTableHandle::isShared).count();
  }

  /** Bytes of the files of these. */
  public long sharedBytes() {
    return levels.stream()
        .flatMap(List::stream)
        .filter(SSTableHandle::isShared)
        .mapToLong(table -> table.metadata().fileBytes())
        .sum();
  }

  /**
   * The least key of the table that has the middle of the largest level's bytes in it or behind it;
   * {@code null} if that is the first of the level, or there is none. Not to be changed.
   */
  public byte[] middleKey() {
    int largest = LAST_LEVEL;
    for (int level = LAST_LEVEL - 1; level > 0; level--) {
      if (levelBytes(level) > levelBytes(largest)) {
        largest = level;
      }
    }
    long half = levelBytes(largest) / 2;
    long before = 0;
    byte[] middle = null;
    for (SSTableHandle table : levels.get(largest)) {
      if (before > 0 && before <= half) {
        middle = table.metadata().smallest();
      }
      before += table.metadata().fileBytes();
    }
    return middle;
  }

  /** Bytes of the files of a level. */
  public long levelBytes(int level) {
    long bytes = 0;
    for (SSTableHandle table : levels.get(level)) {
      bytes += table.metadata().fileBytes();
    }
    return bytes;
  }

  /** Bytes of all files. */
  public long totalBytes() {
    long bytes = 0;
    for (int level = 0; level < LEVELS; level++) {
      bytes += levelBytes(level);
    }
    return bytes;
  }

  /**
   * The tables of a level that may hold keys from {@code from} to {@code to}, both inclusive, in
   * the level's order.
   */
  public List<SSTableHandle> overlapping(int level, byte[] from, byte[] to) {
    List<SSTableHandle> overlapping = new ArrayList<>();
    for (SSTableHandle table : levels.get(level)) {
      if (table.metadata().overlaps(from, to)) {
        overlapping.add(table);
      }
    }
    return overlapping;
  }

  /** Whether some table of a level from {@code first} on may hold keys of a range. */
  public boolean overlapsFrom(int first, byte[] from, byte[] to) {
    for (int level = first; level < LEVELS; level++) {
      for (SSTableHandle table : levels.get(level)) {
        if (table.metadata().overlaps(from, to)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  protected void free() {
    levels.forEach(level -> level.forEach(SSTableHandle::release));
  }

  private static List<SSTableHandle> inOrder(List<SSTableHandle> tables) {
    return tables.stream().sorted(BY_KEY).toList();
  }
}
