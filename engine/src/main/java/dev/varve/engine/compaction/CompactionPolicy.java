package dev.varve.engine.compaction;

import dev.varve.engine.version.Version;

/** Decides what to compact. Looks only at its argument and does no I/O. Thread-safe. */
public interface CompactionPolicy {
  /** How urgent the most urgent work is: 1 and more means that {@link #choose} finds some. */
  double score(Version version);

  /** The next step. */
  CompactionPlan choose(Version version);
}
