package dev.varve.engine.event;

import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Something that an engine did by itself, or that has gone wrong. Later releases may add some, so a
 * switch over events needs a default.
 */
public sealed interface EngineEvent {
  /** Stands for no partition: these have numbers from 1 on. */
  int NO_PARTITION = 0;

  /**
   * A memtable was written to tables, which the partition's readers see now.
   *
   * @param entries versions in the memtable
   * @param bytes length of the tables
   * @param time from the begin of the flush to its manifest edit
   */
  record Flushed(int partition, long entries, long bytes, Duration time) implements EngineEvent {}

  /**
   * Tables were merged into others, which the partition's readers see now.
   *
   * @param fromLevel of the upper inputs
   * @param toLevel of the lower inputs and of the outputs
   * @param inputTables how many tables were merged
   * @param inputBytes their length
   * @param outputTables how many tables were written
   * @param outputBytes their length
   * @param time from the begin of the merge to its manifest edit
   */
  record Compacted(
      int partition,
      int fromLevel,
      int toLevel,
      int inputTables,
      long inputBytes,
      int outputTables,
      long outputBytes,
      Duration time)
      implements EngineEvent {}

  /**
   * A writer waited for 5 ms or more.
   *
   * @param partition whose flushes or compactions are behind; {@link #NO_PARTITION} where the cause
   *     is shared by all
   */
  record WriteStalled(int partition, StallCause cause, Duration time) implements EngineEvent {}

  /**
   * A table is live.
   *
   * @param bytes its length
   */
  record TableCreated(int partition, Path file, long bytes) implements EngineEvent {}

  /**
   * A table that no reader needs any more was deleted.
   *
   * @param bytes its length
   */
  record TableDeleted(int partition, Path file, long bytes) implements EngineEvent {}

  /**
   * Partitions took the place of others: of one that was split, or of two that were merged.
   *
   * @param partitions that are not there any more
   * @param successors in the order of their keys
   * @param time from the begin of the preparation until they were shown
   */
  record PartitionsReplaced(List<Integer> partitions, List<Integer> successors, Duration time)
      implements EngineEvent {}

  /** A file that nobody needs could not be deleted; the next opening deletes it. */
  record FileLeft(Path file, IOException cause) implements EngineEvent {}

  /**
   * A table has wrong bytes: its partition takes no writes and is compacted no more, reads that
   * touch the table fail, and nothing else does.
   */
  record PartitionDamaged(int partition, CorruptionException damage) implements EngineEvent {}

  /** The engine takes no writes any more; the first cause. */
  record EngineFailed(Throwable cause) implements EngineEvent {}

  /**
   * The engine is open.
   *
   * @param partitions how many there are
   * @param lastSequence newest sequence number that was recovered
   * @param movedAside files of which the manifest did not know, by their new names
   * @param time that opening took
   */
  record Opened(int partitions, long lastSequence, List<Path> movedAside, Duration time)
      implements EngineEvent {}
}
