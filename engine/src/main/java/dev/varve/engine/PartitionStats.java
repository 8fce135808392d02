package dev.varve.engine;

import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.Version;
import dev.varve.io.CorruptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One partition now, and what it did since the engine was opened.
 *
 * @param partition its number
 * @param levels from level 0 to the last
 * @param replacement whether it took the place of others, or a part of it
 * @param sharedTables of their tables those that hold other partitions' keys as well, until a
 *     compaction separates them; counted in full in all of these
 * @param sharedBytes length of the shared tables
 * @param memtableBytes memory of its memtables
 * @param memtableEntries versions in them
 * @param writtenOperations puts and deletes
 * @param writtenBytes keys and values of these
 * @param flushes memtables written to tables
 * @param flushedBytes length of these tables
 * @param compactions merges, moves not counted
 * @param compactedBytes length of the tables they wrote
 * @param damage what is wrong with one of its tables, if a compaction has met that: the partition
 *     takes no writes any more, and reads that need the table fail
 */
public record PartitionStats(
    int partition,
    List<LevelStats> levels,
    boolean replacement,
    int sharedTables,
    long sharedBytes,
    long memtableBytes,
    long memtableEntries,
    long writtenOperations,
    long writtenBytes,
    long flushes,
    long flushedBytes,
    long compactions,
    long compactedBytes,
    Optional<CorruptionException> damage) {
  static PartitionStats of(Partition partition) {
    ReadView view = partition.pinView();
    try {
      List<LevelStats> levels = new ArrayList<>();
      for (int level = 0; level < Version.LEVELS; level++) {
        List<SSTableHandle> tables = view.version().level(level);
        levels.add(
            new LevelStats(
                tables.size(),
                view.version().levelBytes(level),
                tables.stream().mapToLong(table -> table.metadata().entryCount()).sum(),
                tables.stream().mapToLong(table -> table.metadata().tombstoneCount()).sum(),
                tables.stream().mapToLong(SSTableHandle::oldVersionCount).sum(),
                partition.compactedBytes(level) + (level == 0 ? partition.flushedBytes() : 0)));
      }
      List<LoggedMemTable> memtables = new ArrayList<>(view.sealed());
      memtables.add(view.active());
      return new PartitionStats(
          partition.id(),
          List.copyOf(levels),
          !partition.properties().parents().isEmpty(),
          view.version().sharedCount(),
          view.version().sharedBytes(),
          memtables.stream().mapToLong(memtable -> memtable.table().allocatedBytes()).sum(),
          memtables.stream().mapToLong(memtable -> memtable.table().recordCount()).sum(),
          partition.writtenOperations(),
          partition.writtenBytes(),
          partition.flushes(),
          partition.flushedBytes(),
          partition.compactions(),
          IntStream.range(0, Version.LEVELS).mapToLong(partition::compactedBytes).sum(),
          Optional.ofNullable(partition.damage()));
    } finally {
      view.release();
    }
  }

  /** Length of all tables. */
  public long tableBytes() {
    return levels.stream().mapToLong(LevelStats::bytes).sum();
  }

  /**
   * Length of all tables, with half of those that it shares: how much of them is its is unknown.
   */
  public long ownBytes() {
    return tableBytes() - sharedBytes / 2;
  }

  /** Entries in tables and memtables: at least the number of live keys. */
  public long entries() {
    return memtableEntries + levels.stream().mapToLong(LevelStats::entries).sum();
  }

  /**
   * Sorted runs that a read may have to look at: memtable, tables of level 0, one for each other
   * level in use.
   */
  public int readAmplification() {
    int runs = (memtableEntries > 0 ? 1 : 0) + levels.getFirst().tables();
    for (LevelStats level : levels.subList(1, levels.size())) {
      runs += level.tables() > 0 ? 1 : 0;
    }
    return runs;
  }

  /**
   * Bytes written to tables and, once, to the log, for each byte of keys and values written since
   * opening; 0 if none was.
   */
  public double writeAmplification() {
    return writtenBytes == 0
        ? 0
        : (double) (writtenBytes + flushedBytes + compactedBytes) / writtenBytes;
  }

  /**
   * Length of all tables for each byte of the largest level, whose keys are distinct; 0 if there is
   * no table.
   */
  public double spaceAmplification() {
    long largest = levels.stream().mapToLong(LevelStats::bytes).max().orElse(0);
    return largest == 0 ? 0 : (double) tableBytes() / largest;
  }
}
