package dev.varve.bench.compare;

import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.result.CellIdentity;
import dev.varve.bench.result.RunInfo;

/**
 * What a forked virtual machine has to do.
 *
 * @param purpose whether it measures, or only prepares the data for that
 * @param level {@code engine}, {@code dynamodb} or {@code http}
 * @param store the store's name
 * @param workload the workload's name, without its threads
 * @param threads threads that do the operations
 * @param round from 1
 * @param keys keys of the data set
 * @param parameters what the data looks like
 * @param seconds for how long a workload without an end of its own runs
 * @param warmUpSeconds for how long it runs before that, unmeasured
 * @param coldCache whether the files' pages are dropped from the page cache first
 * @param limitBytes of the process that measures and its page cache, 0 without a limit
 * @param cacheBytes for the store's own cache
 * @param home the store's folder, in which it finds what the last cell of this round left
 * @param run the run that this belongs to
 */
record CellSpec(
    Purpose purpose,
    String level,
    String store,
    String workload,
    int threads,
    int round,
    long keys,
    DataParameters parameters,
    double seconds,
    double warmUpSeconds,
    boolean coldCache,
    long limitBytes,
    long cacheBytes,
    String home,
    RunInfo run) {
  /** What is done in the process. */
  enum Purpose {
    MEASURE,
    /** Loads the store, without a limit on memory, and leaves nothing of it in the page cache. */
    PREPARE
  }

  /** Whether memory is limited while this is measured. */
  boolean limited() {
    return limitBytes > 0;
  }

  /** Its fields in a result. */
  CellIdentity identity(String durability) {
    return new CellIdentity(
        level,
        store,
        workload,
        threads,
        round,
        durability,
        parameters.rate(),
        keys,
        parameters.keyBytes(),
        parameters.valueBytes(),
        run);
  }
}
