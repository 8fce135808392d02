package dev.varve.engine.partition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.health.EventSink;
import dev.varve.engine.health.Health;
import dev.varve.engine.pin.VisibleSequence;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.KeyRange;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Manifest;
import dev.varve.engine.version.PartitionProperties;
import dev.varve.engine.version.Version;
import dev.varve.engine.version.VersionEdit;
import dev.varve.io.Env;
import dev.varve.sstable.TableReading;
import dev.varve.wal.Wal;
import dev.varve.wal.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.agrona.collections.LongHashSet;

/**
 * The live partitions and their versions, kept in step with the manifest: an edit is first made
 * durable, then installed. Edits exclude each other; readers and the writer never wait for one.
 */
public final class VersionSet {
  private final Env env;
  private final EngineFiles files;
  private final TableReading reading;
  private final EventSink events;
  private final VisibleSequence visible;
  private final AtomicLong nextFileNumber;

  @GuardedBy("this")
  private final Manifest manifest;

  private final Health health;

  @GuardedBy("this")
  private int nextPartition;

  @GuardedBy("this")
  private boolean closed;

  private final Wal wal;
  private final LivePartitions live;

  /**
   * Creates the catalog of what was read.
   *
   * @param health fails with an edit that fails: whether it counts is for the next open to see, and
   *     no write may be acknowledged meanwhile that it could take along
   */
  public VersionSet(
      Env env,
      EngineFiles files,
      Manifest manifest,
      Wal wal,
      TableReading reading,
      EventSink events,
      List<Partition> partitions,
      VisibleSequence visible,
      Health health) {
    this.env = env;
    this.files = files;
    this.manifest = manifest;
    this.wal = wal;
    this.reading = reading;
    this.events = events;
    this.visible = visible;
    this.health = health;
    nextFileNumber = new AtomicLong(manifest.state().nextFileNumber());
    nextPartition = manifest.state().nextPartition();
    live = new LivePartitions(partitions);
  }

  /**
   * A live partition.
   *
   * @throws IllegalArgumentException if there is none of that number
   */
  public Partition get(int id) {
    Partition partition = find(id);
    if (partition == null) {
      throw new IllegalArgumentException("no partition " + id);
    }
    return partition;
  }

  /**
   * A live partition, or one that is {@linkplain #show leaving}; {@code null} if there is none of
   * that number.
   */
  public Partition find(int id) {
    return live.find(id);
  }

  /** All live partitions, by number. */
  public List<Partition> all() {
    return live.all();
  }

  public long newFileNumber() {
    return nextFileNumber.getAndIncrement();
  }

  /** Makes the object of a partition that is being created. */
  @FunctionalInterface
  public interface Creation {
    /** An empty partition. */
    Partition create(int id, PartitionProperties properties);
  }

  /**
   * Creates empty partitions by one edit. Other edits wait for that, and not for the directories.
   *
   * @param properties of each
   * @throws IOException if that failed; if it was not the edit, nothing has changed
   */
  public List<Partition> create(List<PartitionProperties> properties, Creation creation)
      throws IOException {
    int count = properties.size();
    int first = reserve(count);
    List<Partition> created = new ArrayList<>();
    boolean done = false;
    try {
      VersionEdit edit = new VersionEdit().nextPartition(first + count);
      for (int index = 0; index < count; index++) {
        int id = first + index;
        env.files().createDirectories(files.partition(id));
        edit.createPartition(id, properties.get(index));
        created.add(creation.create(id, properties.get(index)));
      }
      install(edit, created);
      done = true;
      return created;
    } finally {
      if (!done) {
        created.forEach(Partition::close);
        release(first, count);
      }
    }
  }

  /** Takes numbers for new partitions; returns the first. */
  private synchronized int reserve(int count) {
    int first = nextPartition;
    nextPartition = Math.addExact(first, count);
    return first;
  }

  /**
   * Takes numbers for partitions whose files are to be made before they are added, durably: what a
   * crash leaves in their directories is deleted by the next opening. Numbers that are not used
   * make a gap.
   *
   * @return the first
   */
  public synchronized int reserveDurably(int count) throws IOException {
    int first = reserve(count);
    append(new VersionEdit().nextPartition(nextPartition));
    return first;
  }

  /**
   * Opens the tables of a partition that is to be added.
   *
   * @param range its keys
   * @param tables durable files in its directory, by level
   * @return their version, with one reference, the caller's
   */
  public Version open(int id, KeyRange range, List<List<FileMetadata>> tables) throws IOException {
    List<SSTableHandle> opened = new ArrayList<>();
    Version empty = Version.empty();
    try {
      List<List<SSTableHandle>> levels = new ArrayList<>();
      for (List<FileMetadata> level : tables) {
        int before = opened.size();
        for (FileMetadata file : level) {
          opened.add(openTable(id, range, file));
        }
        levels.add(List.copyOf(opened.subList(before, opened.size())));
      }
      return empty.with(levels, Set.of());
    } finally {
      // The version has references of its own.
      opened.forEach(SSTableHandle::release);
      empty.release();
    }
  }

  /**
   * Opens a table of a partition.
   *
   * @return it, with one reference, the caller's
   */
  public SSTableHandle openTable(int id, KeyRange range, FileMetadata file) throws IOException {
    return SSTableHandle.open(env, files.table(id, file.number()), file, reading, range);
  }

  /** The tables of partitions that take the place of others. */
  public interface SuccessorTables {
    /**
     * Of the present tables of those whose place they take: no edit changes these meanwhile.
     *
     * @return a version of each, with one reference, the caller's
     */
    List<Version> versions() throws IOException;

    /** Numbers of the files in the directory of one, by its place, that are no tables of it. */
    Collection<Long> unused(int place);
  }

  /**
   * What an edit says of partitions that take the place of others.
   *
   * @param parents of all of them
   * @param versions of each, with one reference, the holder's
   */
  public record Succession(List<PartitionProperties.Parent> parents, List<Version> versions) {}

  /**
   * Lets partitions take the place of others, by one edit. From then on nothing that is flushed or
   * compacted of the others counts. They can be read and written as before until {@link #show}:
   * what the log has of that is the successors'.
   *
   * @param ids of the new ones, which are reserved
   * @param properties of them, without their parents
   */
  public synchronized Succession replace(
      List<Partition> replaced,
      List<Integer> ids,
      List<PartitionProperties> properties,
      SuccessorTables tables)
      throws IOException {
    List<Version> versions = tables.versions();
    boolean done = false;
    try {
      VersionEdit edit = new VersionEdit().nextPartition(nextPartition);
      List<PartitionProperties.Parent> parents = new ArrayList<>();
      for (Partition partition : replaced) {
        long flushed = manifest.state().partitions().get(partition.id()).flushedSequence();
        parents.add(new PartitionProperties.Parent(partition.id(), flushed));
        edit.dropPartition(partition.id());
      }
      long flushed =
          parents.stream().mapToLong(PartitionProperties.Parent::flushed).min().orElseThrow();
      for (int place = 0; place < ids.size(); place++) {
        int id = ids.get(place);
        edit.createPartition(id, properties.get(place).withParents(parents))
            .flushedSequence(id, flushed);
        addTables(edit, id, versions.get(place));
        tables.unused(place).forEach(number -> edit.obsoleteFile(id, number));
      }
      // What the memtables hold is needed of the log by those that inherit them.
      append(edit);
      replaced.forEach(Partition::setDropped);
      done = true;
      return new Succession(parents, versions);
    } finally {
      if (!done) {
        versions.forEach(Version::release);
      }
    }
  }

  /**
   * Lists partitions in the place of others, while nothing is written to these. They are leaving
   * then: they can be read as they are until {@link #forget}. Waits for no edit.
   */
  public void show(List<Partition> replaced, List<Partition> successors) {
    live.replace(replaced, successors);
  }

  /** Lets go of partitions that are leaving: nobody who asks from now on finds them. */
  public void forget(List<Partition> replaced) {
    live.forget(replaced);
    for (Partition partition : replaced) {
      markObsolete(partition);
      partition.retire();
    }
  }

  private void markObsolete(Partition partition) {
    Version version = partition.view().version();
    for (int level = 0; level < Version.LEVELS; level++) {
      version.level(level).forEach(table -> table.markObsolete(removalFrom(partition)));
    }
  }

  private static void addTables(VersionEdit edit, int id, Version version) {
    for (int level = 0; level < Version.LEVELS; level++) {
      for (SSTableHandle table : version.level(level)) {
        edit.addFile(id, level, table.metadata());
      }
    }
  }

  /**
   * Adds partitions with tables, to which nothing has been written, by one edit.
   *
   * @param partitions with reserved numbers
   * @param flushed sequence number up to which their tables hold their writes
   */
  public synchronized void add(List<Partition> partitions, long flushed) throws IOException {
    VersionEdit edit = new VersionEdit().nextPartition(nextPartition);
    for (Partition partition : partitions) {
      edit.createPartition(partition.id(), partition.properties())
          .flushedSequence(partition.id(), flushed);
      addTables(edit, partition.id(), partition.view().version());
    }
    install(edit, partitions);
    for (Partition partition : partitions) {
      forEachTable(
          partition,
          file ->
              events.emit(
                  new EngineEvent.TableCreated(
                      partition.id(),
                      files.table(partition.id(), file.number()),
                      file.fileBytes())));
    }
  }

  private static void forEachTable(Partition partition, Consumer<FileMetadata> consumer) {
    Version version = partition.view().version();
    for (int level = 0; level < Version.LEVELS; level++) {
      version.level(level).forEach(table -> consumer.accept(table.metadata()));
    }
  }

  /** Gives numbers back, unless later ones are taken: then there is a gap. */
  private synchronized void release(int first, int count) {
    if (nextPartition == first + count) {
      nextPartition = first;
    }
  }

  private synchronized void install(VersionEdit edit, List<Partition> created) throws IOException {
    append(edit);
    live.add(created);
  }

  /**
   * Drops partitions, which are live and to which nothing is written any more, by one edit.
   *
   * @param letGo called when they are dropped
   */
  public synchronized void drop(Set<Partition> partitions, Runnable letGo) throws IOException {
    VersionEdit edit = new VersionEdit();
    partitions.forEach(partition -> edit.dropPartition(partition.id()));
    append(
        edit,
        partition -> partitions.contains(partition) ? Long.MAX_VALUE : firstUnflushed(partition));
    for (Partition partition : partitions) {
      partition.setDropped();
      markObsolete(partition);
    }
    live.remove(partitions);
    letGo.run();
  }

  /**
   * Makes an edit of one partition's tables durable and installs the version that follows from it.
   * Does nothing but discard the added files if the partition has been dropped meanwhile.
   *
   * @param added files that exist, by level
   * @param removed tables of the present version, by level
   * @param flushed memtables whose writes the added files hold
   */
  public synchronized void install(
      Partition partition,
      List<List<FileMetadata>> added,
      List<List<SSTableHandle>> removed,
      List<LoggedMemTable> flushed)
      throws IOException {
    Set<SSTableHandle> kept = new HashSet<>();
    List<List<SSTableHandle>> tables = new ArrayList<>();
    try {
      if (partition.isDropped()) {
        Set<FileMetadata> known = new HashSet<>(); // those that would only have moved
        removed.stream().flatMap(List::stream).forEach(table -> known.add(table.metadata()));
        for (FileMetadata file : added.stream().flatMap(List::stream).toList()) {
          if (!known.contains(file)) {
            env.files().delete(files.table(partition.id(), file.number()));
          }
        }
        return;
      }
      VersionEdit edit = new VersionEdit();
      LongHashSet numbers = new LongHashSet();
      for (int level = 0; level < Version.LEVELS; level++) {
        for (SSTableHandle table : removed.get(level)) {
          edit.removeFile(partition.id(), level, table.metadata().number());
          numbers.add(table.metadata().number());
        }
      }
      List<SSTableHandle> moved = removed.stream().flatMap(List::stream).toList();
      for (int level = 0; level < Version.LEVELS; level++) {
        List<SSTableHandle> ofLevel = new ArrayList<>();
        tables.add(ofLevel);
        for (FileMetadata file : added.get(level)) {
          edit.addFile(partition.id(), level, file);
          SSTableHandle table = null;
          for (SSTableHandle candidate : moved) {
            if (candidate.metadata().equals(file)) {
              table = candidate;
              table.retain();
            }
          }
          if (table == null) {
            table = openTable(partition.id(), partition.range(), file);
          }
          ofLevel.add(table);
          kept.add(table);
        }
      }
      for (LoggedMemTable memtable : flushed) {
        // Memtables of several partitions whose place it took were filled beside each other: what
        // is not flushed of one is needed of the log. What of the log is applied to tables that
        // hold it already changes nothing, since all that is newer is applied as well.
        long least = partition.firstUnflushed(flushed) - 1;
        edit.flushedSequence(partition.id(), Math.min(least, memtable.table().largestSequence()));
      }
      // Another one may have the same memtable, and need it still.
      append(edit, other -> other.firstUnflushed(other == partition ? flushed : List.of()));
      for (SSTableHandle table : moved) {
        if (!kept.contains(table)) {
          table.markObsolete(removalFrom(partition));
        }
      }
      partition.install(partition.view().version().with(tables, numbers), flushed);
      for (SSTableHandle table : kept) {
        if (!moved.contains(table)) {
          Path file = files.table(partition.id(), table.metadata().number());
          events.emit(
              new EngineEvent.TableCreated(partition.id(), file, table.metadata().fileBytes()));
        }
      }
    } finally {
      // The version has references of its own.
      kept.forEach(SSTableHandle::release);
    }
  }

  private SSTableHandle.Removal removalFrom(Partition partition) {
    int id = partition.id();
    return (file, bytes, failure) ->
        events.emit(
            failure == null
                ? new EngineEvent.TableDeleted(id, file, bytes)
                : new EngineEvent.FileLeft(file, failure));
  }

  /**
   * Lets go of everything, after the log has been closed.
   *
   * @param clean whether all that was written is durable, so that this can be stated
   */
  public synchronized void close(boolean clean) throws IOException {
    closed = true;
    for (Partition partition : all()) {
      partition.close();
    }
    live.leaving().forEach(Partition::close);
    if (clean) {
      manifest.closeCleanly(wal.appendedPosition());
    } else {
      manifest.close();
    }
  }

  /**
   * Makes durable what the log must hold, by an edit that changes nothing else.
   *
   * @return this
   */
  public synchronized VersionSet stateLog() throws IOException {
    append(new VersionEdit());
    return this;
  }

  /**
   * {@link #append(VersionEdit, ToLongFunction)} of an edit after which memtables hold what they
   * do.
   */
  @GuardedBy("this")
  private void append(VersionEdit edit) throws IOException {
    append(edit, VersionSet::firstUnflushed);
  }

  private static long firstUnflushed(Partition partition) {
    return partition.firstUnflushed(List.of());
  }

  /**
   * Makes an edit durable, with what the log must hold beside it, and lets the log say so.
   *
   * @param firstUnflushed the oldest write of a live partition that the log has to hold then
   */
  @GuardedBy("this")
  private void append(VersionEdit edit, ToLongFunction<Partition> firstUnflushed)
      throws IOException {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    // Before the memtables: one that gets its first write meanwhile gets a later one than this.
    long newest = visible.get();
    long durable = wal.syncedPosition();
    try {
      manifest.append(
          edit.nextFileNumber(nextFileNumber.get())
              .lastSequence(newest)
              .log(logNeededAfter(newest, all(), firstUnflushed), durable));
    } catch (IOException cause) {
      health.fail(cause);
      throw cause;
    }
    wal.witness(new Witness(manifest.number(), manifest.durableBytes()));
  }

  /**
   * The sequence number up to which no memtable needs the log.
   *
   * @param visible a write up to which all are in memtables or tables
   */
  public static long logNeededAfter(long visible, Collection<Partition> partitions) {
    return logNeededAfter(visible, partitions, VersionSet::firstUnflushed);
  }

  private static long logNeededAfter(
      long visible, Collection<Partition> partitions, ToLongFunction<Partition> firstUnflushed) {
    long after = visible;
    for (Partition partition : partitions) {
      after = Math.min(after, firstUnflushed.applyAsLong(partition) - 1);
    }
    return after;
  }
}
