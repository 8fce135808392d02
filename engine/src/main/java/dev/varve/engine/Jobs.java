package dev.varve.engine;

import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.version.Version;
import dev.varve.io.Env;
import java.util.ArrayList;
import java.util.List;

/** What flushes and compactions share. */
final class Jobs {
  /**
   * Entries that a job processes between two checks for more urgent work, some 200 us. While no
   * writer waits for the job, it yields its core there: a thread that needs the core would
   * otherwise wait until the system's scheduler ends the job's turn, 4 ms.
   */
  static final int SLICE = 512;

  private final Env env;
  private final EngineFiles files;
  private final EngineOptions options;
  private final Catalog catalog;
  private final Snapshots snapshots;
  private volatile boolean closing;

  Jobs(Env env, EngineFiles files, EngineOptions options, Catalog catalog, Snapshots snapshots) {
    this.env = env;
    this.files = files;
    this.options = options;
    this.catalog = catalog;
    this.snapshots = snapshots;
  }

  Env env() {
    return env;
  }

  EngineOptions options() {
    return options;
  }

  Catalog catalog() {
    return catalog;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  /** Tells compactions to stop where they are. */
  void close() {
    closing = true;
  }

  boolean closing() {
    return closing;
  }

  /** A changeable, empty list for each level. */
  <T> List<List<T>> emptyLevels() {
    List<List<T>> levels = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      levels.add(new ArrayList<>());
    }
    return levels;
  }

  /**
   * Begins new tables of a partition.
   *
   * @param targetBytes length at which one ends
   * @param last whether no table below holds keys of theirs, so that gets mostly end in them
   */
  TableOutput newOutput(Partition partition, long targetBytes, boolean last) {
    return new TableOutput(
        env,
        partition.directory(),
        options.tableOptions().withFilterPlaces(last),
        targetBytes,
        catalog::newFileNumber,
        number -> files.table(partition.id(), number));
  }
}
