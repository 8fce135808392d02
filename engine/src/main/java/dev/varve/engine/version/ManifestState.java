package dev.varve.engine.version;

import dev.varve.engine.table.FileMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sum of all edits. Confined to one thread or a lock. */
public final class ManifestState {
  /**
   * One partition: its tables by level, each level by file number, and how far its log is flushed.
   */
  public static final class PartitionState {
    private final List<Map<Long, FileMetadata>> levels = new ArrayList<>();
    private long flushedSequence;

    private PartitionState() {
      for (int level = 0; level < Version.LEVELS; level++) {
        levels.add(new TreeMap<>());
      }
    }

    /** Sequence number up to which the partition's tables hold all its writes. */
    public long flushedSequence() {
      return flushedSequence;
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
    for (int partition : edit.createdPartitions()) {
      if (partitions.putIfAbsent(partition, new PartitionState()) != null) {
        return "partition " + partition + " created twice";
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
    }
    for (VersionEdit.AddedFile added : edit.addedFiles()) {
      PartitionState partition = partitions.get(added.partition());
      if (partition == null
          || partition.levels.get(added.level()).putIfAbsent(added.file().number(), added.file())
              != null) {
        return "table added twice or to an unknown partition: " + added;
      }
    }
    return null;
  }

  /** The whole state as one edit. */
  VersionEdit toEdit() {
    VersionEdit edit =
        new VersionEdit()
            .nextFileNumber(nextFileNumber)
            .nextPartition(nextPartition)
            .lastSequence(lastSequence);
    partitions.forEach((number, partition) -> {
      edit.createPartition(number).flushedSequence(number, partition.flushedSequence);
      for (int level = 0; level < Version.LEVELS; level++) {
        for (FileMetadata file : partition.levels.get(level).values()) {
          edit.addFile(number, level, file);
        }
      }
    });
    return edit;
  }
}
