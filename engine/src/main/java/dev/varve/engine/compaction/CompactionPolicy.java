package dev.varve.engine.compaction;

import dev.varve.engine.version.Version;

/** Decides what to compact. Looks only at its argument and does no I/O. Thread-safe. */
public interface CompactionPolicy {
  /**
   * How urgent the most urgent work is: 1 and more means that {@link #choose} finds some.
   *
   * @param mode whether merges may be put off
   */
  double score(Version version, CompactionMode mode);

  /** The next step. */
  CompactionPlan choose(Version version, CompactionMode mode);

  /** All of level 0 goes down, however little it is; nothing if it is empty. */
  CompactionPlan ofLevel0(Version version);
}
