package dev.varve.engine.background;

import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.health.EventSink;
import dev.varve.engine.health.Health;
import dev.varve.engine.partition.EngineFiles;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.VersionSet;
import dev.varve.engine.pin.SnapshotList;
import dev.varve.engine.pin.VisibleSequence;
import dev.varve.engine.version.PartitionProperties;
import dev.varve.engine.version.Version;
import dev.varve.engine.write.WriteLimits;
import dev.varve.io.Env;
import dev.varve.sstable.Compression;
import dev.varve.sstable.SSTableOptions;
import java.util.ArrayList;
import java.util.List;

/** What flushes and compactions share. */
public final class BackgroundContext {
  private final Env env;
  private final EngineFiles files;
  private final WriteLimits limits;
  private final TreeOptions tree;
  private final VersionSet versions;
  private final SnapshotList snapshots;
  private final VisibleSequence visible;
  private final Health health;
  private final EventSink events;
  private volatile boolean closing;

  public BackgroundContext(
      Env env,
      EngineFiles files,
      WriteLimits limits,
      TreeOptions tree,
      VersionSet versions,
      SnapshotList snapshots,
      VisibleSequence visible,
      Health health,
      EventSink events) {
    this.env = env;
    this.files = files;
    this.limits = limits;
    this.tree = tree;
    this.versions = versions;
    this.snapshots = snapshots;
    this.visible = visible;
    this.health = health;
    this.events = events;
  }

  public Env env() {
    return env;
  }

  EngineFiles files() {
    return files;
  }

  public WriteLimits limits() {
    return limits;
  }

  public TreeOptions tree() {
    return tree;
  }

  public VersionSet versions() {
    return versions;
  }

  public SnapshotList snapshots() {
    return snapshots;
  }

  public VisibleSequence visible() {
    return visible;
  }

  public Health health() {
    return health;
  }

  public EventSink events() {
    return events;
  }

  /** Tells compactions to stop where they are. */
  public void close() {
    closing = true;
  }

  public boolean closing() {
    return closing;
  }

  /** A changeable, empty list for each level. */
  public <T> List<List<T>> emptyLevels() {
    List<List<T>> levels = new ArrayList<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      levels.add(new ArrayList<>());
    }
    return levels;
  }

  private SSTableOptions options(PartitionProperties properties) {
    Compression own = properties.compression();
    return own == null ? tree.tables() : tree.tables().withCompression(own);
  }

  /**
   * Begins new tables of a partition.
   *
   * @param targetBytes length at which one ends
   * @param last whether no table below holds keys of theirs, so that gets mostly end in them
   */
  public TableOutput newOutput(Partition partition, long targetBytes, boolean last) {
    return newOutput(partition.id(), partition.properties(), targetBytes, last);
  }

  /** Begins new tables of a partition that need not exist yet; its directory does. */
  TableOutput newOutput(int id, PartitionProperties properties, long targetBytes, boolean last) {
    return new TableOutput(
        env,
        files.partition(id),
        options(properties).withKeyLocator(last),
        targetBytes,
        versions::newFileNumber,
        number -> files.table(id, number));
  }
}
