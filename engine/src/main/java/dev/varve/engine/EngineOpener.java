package dev.varve.engine;

import dev.varve.engine.background.Background;
import dev.varve.engine.background.BackgroundContext;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.health.EventSink;
import dev.varve.engine.health.Health;
import dev.varve.engine.memtable.ChunkPool;
import dev.varve.engine.partition.EngineFiles;
import dev.varve.engine.partition.MemtableBudget;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.VersionSet;
import dev.varve.engine.pin.ReadEpochs;
import dev.varve.engine.pin.SnapshotList;
import dev.varve.engine.pin.VisibleSequence;
import dev.varve.engine.read.CursorPool;
import dev.varve.engine.read.Reads;
import dev.varve.engine.recovery.Agreement;
import dev.varve.engine.recovery.Leftovers;
import dev.varve.engine.recovery.LogReplay;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.FoundManifest;
import dev.varve.engine.version.Manifest;
import dev.varve.engine.version.ManifestState;
import dev.varve.engine.version.ManifestState.PartitionState;
import dev.varve.engine.version.Version;
import dev.varve.engine.write.Committer;
import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.FileSystem;
import dev.varve.io.OverlayFileSystem;
import dev.varve.io.Scheduler;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.sstable.BlockCache;
import dev.varve.sstable.IndexBudget;
import dev.varve.sstable.TableReading;
import dev.varve.wal.RecoveredLog;
import dev.varve.wal.Wal;
import dev.varve.wal.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.CloseHelper;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Opens a directory: takes its lock, reads the manifest, opens the tables, replays the log into
 * memtables, begins a new manifest, and removes what a crash left behind. Nothing is changed before
 * everything that may refuse the directory has been looked at.
 */
final class EngineOpener {
  /** What an engine is made of. */
  record Parts(
      Env env,
      Scheduler ownScheduler, // null if it came with the Env
      FileSystem.FileLock lock,
      EngineFiles files,
      ReadEpochs epochs,
      ChunkPool chunks,
      MemtableBudget budget,
      BlockCache blocks,
      CursorPool cursors,
      VersionSet versions,
      Wal wal,
      SnapshotList snapshots,
      VisibleSequence visible,
      Health health,
      Committer committer,
      Background background,
      Reads reads,
      Recovery recovery) {}

  private static final long MIN_MEMTABLE_BUDGET = 8L << 20;

  private final Env env;
  private final EngineOptions options;
  private final EngineFiles files;
  private final EventSink events;
  private final ReadEpochs epochs = new ReadEpochs();
  private final ChunkPool chunks;
  private final MemtableBudget budget;
  private final BlockCache blocks;
  private final TableReading reading;
  private final CursorPool cursors;
  private final Int2ObjectHashMap<Partition> partitions = new Int2ObjectHashMap<>();
  private ManifestState state;

  EngineOpener(Env outside, Path directory, EngineOptions asked) {
    // Read-only, all that opening and closing write goes to memory, so that they are the same.
    env =
        asked.readOnly()
            ? new Env(
                new OverlayFileSystem(outside.files(), outside.memory()),
                outside.clock(),
                outside.scheduler(),
                outside.memory())
            : outside;
    options = asked.readOnly() ? asked.withCreateIfMissing(false) : asked;
    this.files = new EngineFiles(env.files(), directory);
    this.events = new EventSink(options.listener(), env.clock());
    this.cursors = new CursorPool(env.memory());
    this.chunks =
        new ChunkPool(
            env.memory(), "memtable", env.scheduler()::executeShort, options.freeChunkBytes());
    this.budget = new MemtableBudget(memtableBudget());
    this.blocks = new BlockCache(env.memory(), options.blockCacheBytes(), options.blockBytes());
    this.reading =
        new TableReading(
            blocks, new IndexBudget(options.indexMemoryBytes()), options.tablePages().access());
  }

  /**
   * Memtables and those that wait for their flush leave three quarters of the memory to the pages
   * of tables and the rest of the process.
   */
  private long memtableBudget() {
    long share = Math.max(MIN_MEMTABLE_BUDGET, env.files().memoryRoom() / 8);
    return Math.min(options.memtableBudgetBytes(), share);
  }

  /**
   * Opens.
   *
   * @param ownScheduler closed with the engine, or if opening fails; may be {@code null}
   */
  StorageEngine open(Scheduler ownScheduler) throws IOException {
    long begin = env.clock().nanoTime();
    FileSystem.FileLock lock = null;
    Wal wal = null;
    Manifest manifest = null;
    VersionSet versions = null;
    Background background = null;
    try {
      // Before a lock file is made where it does not belong.
      writing(this::exists);
      lock = writing(() -> env.files().tryLock(files.lock(), DirectoryInUseException.self()));
      if (lock == null) {
        throw new DirectoryInUseException(files.root(), env.files().lockHolder(files.lock()));
      }
      // Once more: another engine may have been created here, and closed, meanwhile.
      boolean exists = exists();
      FoundManifest found =
          exists ? Manifest.read(env.files(), files.root()) : FoundManifest.none(files.root());
      state = found.state();
      for (Map.Entry<Integer, PartitionState> entry : state.partitions().entrySet()) {
        partitions.put(
            entry.getKey().intValue(),
            openPartition(entry.getKey(), entry.getValue(), found.path().toString()));
      }
      LogReplay replay = new LogReplay(state, partitions, options.memtableBytes());
      RecoveredLog log = Wal.recover(env, files.wal(), options.walOptions(), replay);
      partitions.values().forEach(Partition::countMemtable);
      Agreement.require(found, log);
      replay.requireSound();
      state.stateLog(
          VersionSet.logNeededAfter(replay.lastSequence(), partitions.values()), log.end());
      Leftovers leftovers = new Leftovers(env.files(), files, state);
      manifest =
          writing(() -> {
            log.sync();
            leftovers.deleteObsolete();
            return Manifest.create(env.files(), files.root(), state, leftovers::among);
          });
      Witness begun = new Witness(manifest.number(), manifest.durableBytes());
      wal = writing(() -> log.begin(begun));
      makeDirectories();
      List<Path> movedAside = options.readOnly() ? List.of() : leftovers.clear();
      VisibleSequence visible = new VisibleSequence(replay.lastSequence());
      Health health =
          new Health(
              options.readOnly() ? () -> new ReadOnlyEngineException(files.root()) : null, events);
      versions =
          new VersionSet(
              env,
              files,
              manifest,
              wal,
              reading,
              events,
              new ArrayList<>(partitions.values()),
              visible,
              health);
      Committer committer =
          new Committer(
              versions, options.writeLimits(), wal, budget, env.clock(), events, visible, health);
      // Now that the log has a new segment: nothing else would miss it.
      writing(versions::stateLog);
      SnapshotList snapshots = new SnapshotList(visible);
      background =
          new Background(
              new BackgroundContext(
                  env,
                  files,
                  options.writeLimits(),
                  options.tree(),
                  versions,
                  snapshots,
                  visible,
                  health,
                  events),
              committer,
              epochs);
      Parts parts =
          new Parts(
              env,
              ownScheduler,
              lock,
              files,
              epochs,
              chunks,
              budget,
              blocks,
              cursors,
              versions,
              wal,
              snapshots,
              visible,
              health,
              committer,
              background,
              new Reads(epochs, versions, visible, snapshots, cursors, env.memory()),
              new Recovery(movedAside));
      if (!options.readOnly()) {
        writing(() -> flushBeyondBounds(parts));
      }
      StorageEngine engine = new StorageEngine(options, parts);
      background.schedule();
      events.emit(
          new EngineEvent.Opened(
              partitions.size(), replay.lastSequence(), movedAside, events.since(begin)));
      return engine;
    } catch (Throwable failure) {
      try {
        closeAll(background, versions, manifest, wal, lock, ownScheduler);
      } catch (Exception second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  /** Flushes what would make the next opening read more than it should; returns the parts. */
  private static Parts flushBeyondBounds(Parts parts) throws IOException {
    parts.background().flushNow(parts.committer().boundLog());
    parts.committer().memtablesFlushed();
    if (parts.health().failure() instanceof IOException cause) {
      throw cause;
    }
    return parts;
  }

  private boolean exists() throws IOException {
    EngineFiles.Content content = files.look(options.createIfMissing());
    if (content.problem() != null) {
      throw new NotAnEngineDirectoryException(files.root(), content.problem());
    }
    return content.exists();
  }

  private Partition openPartition(int id, PartitionState partition, String statedBy)
      throws IOException {
    List<List<SSTableHandle>> levels = new ArrayList<>();
    List<SSTableHandle> opened = new ArrayList<>();
    Version empty = Version.empty();
    try {
      for (int level = 0; level < Version.LEVELS; level++) {
        List<SSTableHandle> tables = new ArrayList<>();
        levels.add(tables);
        for (FileMetadata file : partition.level(level)) {
          SSTableHandle table =
              SSTableHandle.open(
                  env,
                  files.table(id, file.number()),
                  file,
                  reading,
                  partition.properties().range(),
                  statedBy);
          opened.add(table);
          tables.add(table);
        }
      }
      return new Partition(
          id,
          partition.properties(),
          files.directory(id),
          chunks,
          epochs,
          cursors::forget,
          budget,
          empty.with(levels, Set.of()),
          List.of());
    } finally {
      // The version has references of its own.
      opened.forEach(SSTableHandle::release);
      empty.release();
    }
  }

  /** Those of partitions without tables may be missing: copies often leave empty ones out. */
  private void makeDirectories() throws IOException {
    for (int id : state.partitions().keySet()) {
      env.files().createDirectories(files.partition(id));
    }
  }

  /** Does a part of opening that writes, and reports as such that it could not. */
  private <T> T writing(Part<T> part) throws IOException {
    try {
      return part.run();
    } catch (CorruptionException
        | UnsupportedFormatException
        | NotAnEngineDirectoryException other) {
      throw other;
    } catch (IOException cause) {
      // Read-only nothing is written there, so that it is a read that failed.
      throw options.readOnly() ? cause : new DirectoryNotWritableException(files.root(), cause);
    }
  }

  private interface Part<T> {
    T run() throws IOException;
  }

  /** Closes what there is, each whatever becomes of the others. */
  private void closeAll(
      Background background,
      VersionSet versions,
      Manifest manifest,
      Wal wal,
      FileSystem.FileLock lock,
      Scheduler ownScheduler) {
    CloseHelper.closeAll(
        background == null ? null : background::close,
        versions == null ? this::closePartitions : () -> versions.close(false),
        versions == null ? manifest : null,
        epochs::reclaim, // what the replay sealed
        chunks,
        blocks,
        wal,
        lock,
        ownScheduler);
  }

  private void closePartitions() {
    partitions.values().forEach(Partition::close);
  }
}
