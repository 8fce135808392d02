package dev.varve.engine.version;

import dev.varve.engine.table.FileMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sum of all edits. Confined to one thread or a lock. */
public final class ManifestState {
  /**
   * One partition: its tables by level, each level by file number, and how far its log is flushed.
   */
  public static final class PartitionState {
    private final List<Map<Long, FileMetadata>> levels = new ArrayList<>();
    private final SortedSet<Long> obsolete = new TreeSet<>();
    private final PartitionProperties properties;
    private long flushedSequence;

    private PartitionState(PartitionProperties properties) {
      this.properties = properties;
      for (int level = 0; level < Version.LEVELS; level++) {
        levels.add(new TreeMap<>());
      }
    }

    /** What was said of the partition when it was created. */
    public PartitionProperties properties() {
      return properties;
    }

    /** Sequence number up to which the partition's tables hold all its writes. */
    public long flushedSequence() {
      return flushedSequence;
    }

    /** Numbers of tables that edits removed and whose files may still be there. */
    public SortedSet<Long> obsolete() {
      return Collections.unmodifiableSortedSet(obsolete);
    }

    /** The tables of a level, in no particular order. */
    public Iterable<FileMetadata> level(int level) {
      return levels.get(level).values();
    }
  }

  private final SortedMap<Integer, PartitionState> partitions = new TreeMap<>();
  private long nextFileNumber = 1;
  private int nextPartition = 1;
  private long lastSequence;
  private long logNeededAfter;
  private long logDurable;

  /** Creates the state of an empty directory. */
  public ManifestState() {}

  /** Live partitions by number. */
  public SortedMap<Integer, PartitionState> partitions() {
    return partitions;
  }

  /** The next free file number. */
  public long nextFileNumber() {
    return nextFileNumber;
  }

  /** The next free partition number. */
  public int nextPartition() {
    return nextPartition;
  }

  /** A sequence number that all earlier edits' tables stay at or below. */
  public long lastSequence() {
    return lastSequence;
  }

  /** All writes up to this sequence number are in tables: the log may begin behind it. */
  public long logNeededAfter() {
    return logNeededAfter;
  }

  /** The position up to which the log was durable when the last edit was made. */
  public long logDurable() {
    return logDurable;
  }

  /** Says of the log what {@link VersionEdit#log} does. */
  public void stateLog(long neededAfter, long durable) {
    logNeededAfter = Math.max(logNeededAfter, neededAfter);
    logDurable = Math.max(logDurable, durable);
  }

  /**
   * Forgets the removed tables whose files are gone for good.
   *
   * @param left says which are still there, of the partition's directory
   */
  public void forgetObsolete(LeftFiles left) throws IOException {
    for (Map.Entry<Integer, PartitionState> entry : partitions.entrySet()) {
      SortedSet<Long> obsolete = entry.getValue().obsolete;
      if (!obsolete.isEmpty()) {
        obsolete.retainAll(left.among(entry.getKey(), entry.getValue().obsolete()));
      }
    }
  }

  /** Looks into the directory of a partition. */
  @FunctionalInterface
  public interface LeftFiles {
    /** Of some tables' numbers those whose files are there; the others durably are not. */
    Set<Long> among(int partition, Set<Long> numbers) throws IOException;
  }

  /**
   * Adds an edit.
   *
   * @return {@code null}, or what about the edit contradicts the state, which may then be changed
   *     in part
   */
  String apply(VersionEdit edit) {
    nextFileNumber = Math.max(nextFileNumber, edit.nextFileNumber());
    nextPartition = Math.max(nextPartition, edit.nextPartition());
    lastSequence = Math.max(lastSequence, edit.lastSequence());
    stateLog(edit.logNeededAfter(), edit.logDurable());
    for (Map.Entry<Integer, PartitionProperties> created : edit.createdPartitions().entrySet()) {
      if (created.getKey() < 1 || created.getKey() >= nextPartition) {
        return "partition " + created.getKey() + " created, the next is " + nextPartition;
      }
      PartitionState empty = new PartitionState(created.getValue());
      if (partitions.putIfAbsent(created.getKey(), empty) != null) {
        return "partition " + created.getKey() + " created twice";
      }
    }
    for (int partition : edit.droppedPartitions()) {
      if (partitions.remove(partition) == null) {
        return "unknown partition " + partition + " dropped";
      }
    }
    Map<Integer, Long> flushed = new HashMap<>(edit.flushedSequences());
    flushed.keySet().removeAll(partitions.keySet());
    if (!flushed.isEmpty()) {
      return "unknown partitions " + flushed.keySet() + " flushed";
    }
    edit.flushedSequences()
        .forEach((partition, sequence) -> partitions.get(partition).flushedSequence = sequence);
    for (VersionEdit.RemovedFile removed : edit.removedFiles()) {
      PartitionState partition = partitions.get(removed.partition());
      if (partition == null
          || partition.levels.get(removed.level()).remove(removed.number()) == null) {
        return "unknown table removed: " + removed;
      }
      partition.obsolete.add(removed.number());
    }
    for (VersionEdit.ObsoleteFile obsolete : edit.obsoleteFiles()) {
      PartitionState partition = partitions.get(obsolete.partition());
      if (partition == null) {
        return "table removed from an unknown partition: " + obsolete;
      }
      partition.obsolete.add(obsolete.number());
    }
    for (VersionEdit.AddedFile added : edit.addedFiles()) {
      PartitionState partition = partitions.get(added.partition());
      if (partition == null
          || partition.levels.get(added.level()).putIfAbsent(added.file().number(), added.file())
              != null) {
        return "table added twice or to an unknown partition: " + added;
      }
      // It moved to another level.
      partition.obsolete.remove(added.file().number());
    }
    return null;
  }

  /** The whole state as one edit. */
  VersionEdit toEdit() {
    VersionEdit edit =
        new VersionEdit()
            .nextFileNumber(nextFileNumber)
            .nextPartition(nextPartition)
            .lastSequence(lastSequence)
            .log(logNeededAfter, logDurable);
    partitions.forEach((number, partition) -> {
      edit.createPartition(number, partition.properties)
          .flushedSequence(number, partition.flushedSequence);
      for (int level = 0; level < Version.LEVELS; level++) {
        for (FileMetadata file : partition.levels.get(level).values()) {
          edit.addFile(number, level, file);
        }
      }
      partition.obsolete.forEach(table -> edit.obsoleteFile(number, table));
    });
    return edit;
  }
}
