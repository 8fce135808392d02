package dev.varve.engine.recovery;

import dev.varve.engine.batch.BatchCheck;
import dev.varve.engine.batch.BatchReader;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.table.KeyRange;
import dev.varve.engine.version.ManifestState;
import dev.varve.engine.version.PartitionProperties;
import dev.varve.io.CorruptionException;
import dev.varve.sstable.InternalKey;
import dev.varve.wal.RecordHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Puts the batches of the log into memtables, but what tables hold already. A batch is applied when
 * all of it has been found to be sound, or not at all. For one thread.
 */
public final class LogReplay implements RecordHandler {
  private final ManifestState state;

  /**
   * A live partition.
   *
   * @param flushedSequence up to here its tables hold its writes
   */
  private record Target(Partition partition, long flushedSequence) {
    boolean needs(long sequence) {
      return sequence > flushedSequence;
    }
  }

  private final Int2ObjectHashMap<Target> targets = new Int2ObjectHashMap<>();

  /** Those that took the place of a partition: its writes go to them, each by its key. */
  private final Int2ObjectHashMap<List<Target>> successors = new Int2ObjectHashMap<>();

  private final int memtableBytes;
  private final BatchCheck check;
  private final BatchReader operations = new BatchReader();
  private long lastReplayed;
  private CorruptionException fault;

  /**
   * Begins.
   *
   * @param partitions the live ones, by number
   * @param memtableBytes size at which a memtable is sealed
   */
  public LogReplay(ManifestState state, Map<Integer, Partition> partitions, int memtableBytes) {
    this.state = state;
    state
        .partitions()
        .forEach((id, stated) ->
            add(partitions.get(id), stated.flushedSequence(), stated.properties().parents()));
    this.memtableBytes = memtableBytes;
    check = new BatchCheck(state.nextPartition());
  }

  private void add(Partition partition, long flushed, List<PartitionProperties.Parent> parents) {
    targets.put(partition.id(), new Target(partition, flushed));
    for (PartitionProperties.Parent parent : parents) {
      successors
          .computeIfAbsent(parent.partition(), _ -> new ArrayList<>())
          .add(new Target(partition, Math.max(flushed, parent.flushed())));
    }
  }

  /** Where an operation belongs; {@code null} if its partition has been dropped since. */
  private Target target(BatchReader operation) {
    Target live = targets.get(operation.partition());
    if (live == null) {
      for (Target successor : successors.getOrDefault(operation.partition(), List.of())) {
        KeyRange range = successor.partition.range();
        if (range.contains(operation.bytes(), operation.keyOffset(), operation.keyLength())) {
          return successor;
        }
      }
    }
    return live;
  }

  /**
   * Applies a batch. A wrong one is kept for {@link #requireSound}, and nothing behind it is
   * applied: the rest of the log may show that the manifest has lost what would make it right.
   */
  @Override
  public void record(
      long firstSequence, byte[] bytes, int offset, int length, long segment, Path file) {
    if (fault == null) {
      try {
        apply(firstSequence, bytes, offset, length, segment, file);
      } catch (CorruptionException wrong) {
        fault = wrong;
      }
    }
  }

  /** Throws the error of the first batch that was wrong. */
  public void requireSound() throws CorruptionException {
    if (fault != null) {
      throw fault;
    }
  }

  private void apply(
      long firstSequence, byte[] bytes, int offset, int length, long segment, Path file)
      throws CorruptionException {
    int count = check.check(file, bytes, offset, length);
    if (firstSequence <= lastReplayed || firstSequence > InternalKey.MAX_SEQUENCE - count + 1) {
      throw new CorruptionException(
          "sequence number of the log record with payload at " + offset,
          file,
          offset,
          "a number above %d and, for each of %d operations, at most %d"
              .formatted(lastReplayed, count, InternalKey.MAX_SEQUENCE),
          Long.toString(firstSequence));
    }
    operations.reset(bytes, offset, length);
    long sequence = firstSequence - 1;
    while (operations.next()) {
      sequence++;
      Target target = target(operations);
      if (target != null && target.needs(sequence)) {
        Partition partition = target.partition;
        LoggedMemTable memtable = partition.view().active();
        memtable.writesComeFrom(segment, sequence);
        memtable.put(operations, sequence);
        if (memtable.table().usedBytes() >= memtableBytes) {
          partition.seal();
        }
      }
    }
    lastReplayed = sequence;
  }

  /** The newest sequence number of what is in the log or, as the manifest states, in tables. */
  public long lastSequence() {
    return Math.max(state.lastSequence(), lastReplayed);
  }
}
