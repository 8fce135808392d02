package dev.varve.engine.compaction;

import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import java.util.List;

/**
 * Leveled compaction with dynamic level sizes (Dong et al., "Optimizing Space Amplification in
 * RocksDB", CIDR 2017, section 3): the last level's size decides the targets of those above, each a
 * fanout smaller, so that about nine tenths of the data lie in the last level and space
 * amplification stays near 1.1. Level 0 goes to the base level, the uppermost that is in use.
 *
 * @param level0Files tables in level 0 from which on they are merged
 * @param deferredLevel0Files the same while a partition is only written
 * @param urgentLevel0Files the same from which on they come before all other levels, because
 *     writers wait for it
 * @param baseLevelBytes largest target of the base level
 * @param fanout ratio of the targets of neighbouring levels
 */
public record LeveledPolicy(
    int level0Files,
    int deferredLevel0Files,
    int urgentLevel0Files,
    long baseLevelBytes,
    int fanout)
    implements CompactionPolicy {
  private static final int WORTH_RATIO = 4;

  @Override
  public double score(Version version, CompactionMode mode) {
    double[] scores = scores(version, mode);
    double most = 0;
    for (double score : scores) {
      most = Math.max(most, score);
    }
    return most;
  }

  @Override
  public CompactionPlan choose(Version version, CompactionMode mode) {
    double[] scores = scores(version, mode);
    int level = 0;
    boolean urgent = version.level(0).size() >= urgentLevel0Files;
    for (int other = 1; other < Version.LAST_LEVEL && !urgent; other++) {
      if (scores[other] > scores[level]) {
        level = other;
      }
    }
    if (scores[level] < 1) {
      return new CompactionPlan.Nothing();
    }
    return level == 0
        ? ofLevel0(version)
        : CompactionPlan.down(version, level, level + 1, List.of(leastOverlap(version, level)));
  }

  @Override
  public CompactionPlan ofLevel0(Version version) {
    return version.level(0).isEmpty()
        ? new CompactionPlan.Nothing()
        : CompactionPlan.down(version, 0, baseLevel(version), version.level(0));
  }

  private double[] scores(Version version, CompactionMode mode) {
    double[] scores = new double[Version.LEVELS];
    int base = baseLevel(version);
    scores[0] = level0Score(version, base, mode);
    double target = version.levelBytes(Version.LAST_LEVEL);
    for (int level = Version.LAST_LEVEL - 1; level >= base; level--) {
      target = target / fanout;
      // No level is pushed down before it holds about what one merge of level 0 brings: a smaller
      // target would have everything written once more on its way.
      scores[level] = version.levelBytes(level) / Math.max(target, baseLevelBytes / 2.0);
    }
    return scores;
  }

  /**
   * Level 0 waits for twice as many tables where a merge would rewrite more than four bytes of the
   * base level for each of its own.
   */
  private double level0Score(Version version, int base, CompactionMode mode) {
    boolean worthIt = version.levelBytes(0) * WORTH_RATIO >= version.levelBytes(base);
    int wanted =
        mode == CompactionMode.DEFERRED
            ? deferredLevel0Files
            : worthIt ? level0Files : 2 * level0Files;
    return (double) version.level(0).size() / Math.min(wanted, deferredLevel0Files);
  }

  /**
   * The level that level 0 is merged into. Never below a level that holds tables: theirs are older.
   */
  private int baseLevel(Version version) {
    int firstInUse = Version.LAST_LEVEL;
    for (int level = Version.LAST_LEVEL - 1; level > 0; level--) {
      if (!version.level(level).isEmpty()) {
        firstInUse = level;
      }
    }
    int base = Version.LAST_LEVEL;
    for (long bytes = version.levelBytes(base);
        base > 1 && bytes > baseLevelBytes;
        bytes /= fanout) {
      base--;
    }
    return Math.min(base, firstInUse);
  }

  /** The table whose merge rewrites least of the next level for each byte that it moves down. */
  private static SSTableHandle leastOverlap(Version version, int level) {
    SSTableHandle best = null;
    double least = Double.MAX_VALUE;
    for (SSTableHandle table : version.level(level)) {
      FileMetadata file = table.metadata();
      long overlapping = 0;
      for (SSTableHandle below : version.overlapping(level + 1, file.smallest(), file.largest())) {
        overlapping += below.metadata().fileBytes();
      }
      double ratio = (double) overlapping / file.fileBytes();
      if (ratio < least) {
        least = ratio;
        best = table;
      }
    }
    return best;
  }
}
