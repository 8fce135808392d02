package dev.varve.engine.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.KeyRange;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.BlockCache;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.SSTableOptions;
import dev.varve.sstable.SSTableProperties;
import dev.varve.sstable.SSTableWriter;
import dev.varve.sstable.TableReading;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Plans are data: each case is a picture of a version and the plan that follows. */
class LeveledPolicyTest {
  private static final int LEVEL0_FILES = 3;
  private static final int DEFERRED_FILES = 5;
  private static final int URGENT_FILES = 8;
  private static final int BASE_BYTES = 10_000;
  private static final int SMALL = 100;

  private final LeveledPolicy policy =
      new LeveledPolicy(LEVEL0_FILES, DEFERRED_FILES, URGENT_FILES, BASE_BYTES, 10);
  private final Env env =
      new MemoryFileSystem(new MemoryLedger()).env(new ManualClock(), new DirectScheduler());
  private final List<List<SSTableHandle>> levels = new ArrayList<>();
  private long number;

  LeveledPolicyTest() {
    for (int level = 0; level < Version.LEVELS; level++) {
      levels.add(new ArrayList<>());
    }
  }

  /** Puts a table of about so many bytes, with keys from {@code from} to {@code to}, in a level. */
  private SSTableHandle table(int level, String from, String to, int bytes) {
    try {
      Path path = Path.of("/" + ++number);
      SSTableProperties properties;
      try (SSTableWriter writer =
          SSTableWriter.create(env, path, number, SSTableOptions.DEFAULTS)) {
        add(writer, from, bytes);
        if (!from.equals(to)) {
          add(writer, to, 0);
        }
        properties = writer.finish();
      }
      SSTableHandle table =
          SSTableHandle.open(
              env,
              path,
              FileMetadata.of(properties),
              TableReading.with(new BlockCache(env.memory(), 0, 4096)),
              KeyRange.ALL);
      levels.get(level).add(table);
      return table;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void add(SSTableWriter writer, String key, int valueBytes) throws IOException {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    writer.add(
        MemorySegment.ofArray(bytes),
        0,
        bytes.length,
        1,
        EntryKind.PUT,
        MemorySegment.ofArray(new byte[valueBytes]),
        0,
        valueBytes);
  }

  private Version version() {
    return Version.empty().with(levels, Set.of());
  }

  private void assertPlan(CompactionPlan expected) {
    Version version = version();
    assertEquals(expected, policy.choose(version, CompactionMode.EAGER));
    assertEquals(
        !(expected instanceof CompactionPlan.Nothing),
        policy.score(version, CompactionMode.EAGER) >= 1);
  }

  @Test
  void anEmptyVersionNeedsNothing() {
    assertPlan(new CompactionPlan.Nothing());
    assertEquals(0, policy.score(version(), CompactionMode.EAGER));
  }

  @Test
  void fewTablesInLevel0Stay() {
    table(0, "a", "z", SMALL);
    table(0, "a", "z", SMALL);
    assertPlan(new CompactionPlan.Nothing());
  }

  @Test
  void whileOnlyWritesComeLevel0WaitsForMore() {
    for (int count = 1; count <= DEFERRED_FILES; count++) {
      table(0, "a", "z", SMALL);
      assertEquals(count >= DEFERRED_FILES, policy.score(version(), CompactionMode.DEFERRED) >= 1);
      assertEquals(
          count < DEFERRED_FILES,
          policy.choose(version(), CompactionMode.DEFERRED) instanceof CompactionPlan.Nothing);
    }
  }

  @Test
  void overlappingTablesOfLevel0AreMergedNewestFirstIntoTheLastLevel() {
    SSTableHandle oldest = table(0, "a", "m", SMALL);
    SSTableHandle middle = table(0, "k", "z", SMALL);
    SSTableHandle newest = table(0, "b", "c", SMALL);
    assertPlan(new CompactionPlan.Merge(0, 6, List.of(newest, middle, oldest), List.of()));
  }

  @Test
  void disjointTablesOfLevel0MoveWhereNothingLiesBelow() {
    SSTableHandle first = table(0, "a", "b", SMALL);
    SSTableHandle second = table(0, "e", "f", SMALL);
    SSTableHandle third = table(0, "c", "d", SMALL);
    table(6, "x", "z", SMALL);
    assertPlan(new CompactionPlan.Move(0, 6, List.of(third, second, first)));
  }

  @Test
  void tablesThatTouchInOneKeyOverlap() {
    SSTableHandle first = table(0, "a", "c", SMALL);
    SSTableHandle second = table(0, "c", "d", SMALL);
    SSTableHandle third = table(0, "x", "x", SMALL);
    assertPlan(new CompactionPlan.Merge(0, 6, List.of(third, second, first), List.of()));
  }

  @Test
  void onlyTheTablesBelowThatOverlapAreRewritten() {
    SSTableHandle first = table(0, "d", "e", SMALL);
    SSTableHandle second = table(0, "h", "h", SMALL);
    SSTableHandle third = table(0, "j", "m", SMALL);
    table(6, "a", "c", SMALL);
    SSTableHandle within = table(6, "e", "g", SMALL);
    SSTableHandle edge = table(6, "m", "n", SMALL);
    table(6, "o", "z", SMALL);
    assertPlan(
        new CompactionPlan.Merge(0, 6, List.of(third, second, first), List.of(within, edge)));
  }

  @Test
  void level0GoesNoDeeperThanTheUppermostLevelInUse() {
    table(3, "p", "q", SMALL);
    table(6, "a", "z", SMALL);
    SSTableHandle first = table(0, "a", "b", SMALL);
    SSTableHandle second = table(0, "a", "b", SMALL);
    SSTableHandle third = table(0, "a", "b", SMALL);
    assertPlan(new CompactionPlan.Merge(0, 3, List.of(third, second, first), List.of()));
  }

  @Test
  void aLastLevelAboveTheBaseSizeMovesTheBaseUp() {
    table(6, "a", "z", BASE_BYTES + 1);
    SSTableHandle first = table(0, "a", "b", SMALL);
    SSTableHandle second = table(0, "a", "b", SMALL);
    SSTableHandle third = table(0, "a", "b", SMALL);
    assertPlan(new CompactionPlan.Merge(0, 5, List.of(third, second, first), List.of()));
    levels.get(6).clear();
    table(6, "a", "z", 10 * BASE_BYTES + 10);
    assertPlan(new CompactionPlan.Merge(0, 4, List.of(third, second, first), List.of()));
  }

  @Test
  void aFullLevelGivesTheTableThatRewritesLeast() {
    table(5, "a", "c", 2_000);
    SSTableHandle cheapest = table(5, "d", "f", 2_000);
    table(5, "g", "i", 2_000);
    table(6, "a", "b", 4_000);
    SSTableHandle below = table(6, "e", "e", 2_000);
    table(6, "g", "h", 4_000);
    assertPlan(new CompactionPlan.Merge(5, 6, List.of(cheapest), List.of(below)));
    SSTableHandle free = table(5, "x", "y", SMALL);
    assertPlan(new CompactionPlan.Move(5, 6, List.of(free)));
  }

  @Test
  void theMostUrgentLevelComesFirst() {
    // Level 5 is at three times its target, level 0 at its mark.
    SSTableHandle only = table(5, "a", "c", 3 * BASE_BYTES / 2);
    table(0, "a", "b", SMALL);
    table(0, "a", "b", SMALL);
    table(0, "a", "b", SMALL);
    assertPlan(new CompactionPlan.Move(5, 6, List.of(only)));
  }

  @Test
  void aLevel0ThatWritersWaitForComesBeforeAllLevels() {
    table(5, "a", "c", 10 * BASE_BYTES);
    for (int count = 1; count < URGENT_FILES; count++) {
      table(0, "a", "b", SMALL);
    }
    assertEquals(
        5, ((CompactionPlan.Move) policy.choose(version(), CompactionMode.EAGER)).fromLevel());
    table(0, "a", "b", SMALL);
    assertEquals(
        0, ((CompactionPlan.Merge) policy.choose(version(), CompactionMode.EAGER)).fromLevel());
  }

  @Property(tries = 100)
  void plansKeepEveryLevelSortedAndNewerAboveOlder(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int flush = random.nextInt(6); flush > 0; flush--) {
      int from = random.nextInt(26);
      table(0, letter(from), letter(from + random.nextInt(26 - from)), random.nextInt(800));
    }
    for (int level = 3 + random.nextInt(4); level < Version.LEVELS; level++) {
      for (int at = random.nextInt(10); at < 26; at += 1 + random.nextInt(8)) {
        int to = Math.min(25, at + random.nextInt(5));
        table(level, letter(at), letter(to), random.nextInt(1_500));
        at = to;
      }
    }
    Version version = version();
    CompactionPlan plan = policy.choose(version, CompactionMode.EAGER);
    assertEquals(
        !(plan instanceof CompactionPlan.Nothing),
        policy.score(version, CompactionMode.EAGER) >= 1);
    switch (plan) {
      case CompactionPlan.Nothing() ->
          assertTrue(version.level(0).size() < LEVEL0_FILES, "level 0 is full");
      case CompactionPlan.Move(int from, int to, List<SSTableHandle> tables) -> {
        checkWay(version, from, to, tables);
        for (SSTableHandle table : tables) {
          assertEquals(List.of(), overlapping(version, to, table));
          for (SSTableHandle other : tables) {
            assertTrue(table == other || !overlap(table, other));
          }
        }
      }
      case CompactionPlan.Merge(
              int from,
              int to,
              List<SSTableHandle> upper,
              List<SSTableHandle> lower) -> {
        checkWay(version, from, to, upper);
        assertTrue(version.level(to).containsAll(lower));
        for (SSTableHandle table : upper) {
          assertTrue(lower.containsAll(overlapping(version, to, table)));
        }
      }
    }
  }

  /** All of level 0 or one table goes down, and no table with older writes lies on the way. */
  private static void checkWay(Version version, int from, int to, List<SSTableHandle> tables) {
    assertFalse(tables.isEmpty());
    assertTrue(version.level(from).containsAll(tables));
    if (from == 0) {
      assertEquals(version.level(0), tables);
      for (int level = 1; level < to; level++) {
        assertEquals(List.of(), version.level(level));
      }
    } else {
      assertEquals(from + 1, to);
    }
  }

  private static List<SSTableHandle> overlapping(Version version, int level, SSTableHandle table) {
    return version.level(level).stream().filter(other -> overlap(table, other)).toList();
  }

  private static boolean overlap(SSTableHandle one, SSTableHandle two) {
    return Arrays.compareUnsigned(one.metadata().smallest(), two.metadata().largest()) <= 0
        && Arrays.compareUnsigned(two.metadata().smallest(), one.metadata().largest()) <= 0;
  }

  private static String letter(int number) {
    return Character.toString('a' + number);
  }
}
