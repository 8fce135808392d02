package dev.varve.engine;

import dev.varve.engine.memtable.ChunkPool;
import dev.varve.engine.memtable.MemTable;
import dev.varve.engine.pin.RefCounted;
import dev.varve.wal.LogPosition;

/**
 * A memtable with the place of its writes in the log, freed with the last read view that lists it.
 */
final class MemHandle extends RefCounted {
  private final MemTable table;
  private volatile long firstSegment = Long.MAX_VALUE;
  private volatile long firstSequence = Long.MAX_VALUE;

  // The writer's; others may read them once it is sealed.
  private long lastPosition = LogPosition.NONE;
  private long lastBatchEnd;

  private long countedBytes; // its partition's: what the budget knows of

  MemHandle(ChunkPool chunks, long expectedBytes) {
    table = new MemTable(chunks, expectedBytes);
  }

  MemTable table() {
    return table;
  }

  /** Called by the writer before it adds writes that the log holds in a segment. */
  void writesComeFrom(long segment, long sequence) {
    if (firstSegment == Long.MAX_VALUE) {
      firstSequence = sequence;
      firstSegment = segment;
    }
  }

  /**
   * Called by the writer for each batch with writes for this memtable.
   *
   * @param position the log's, behind the batch
   * @param batchEnd sequence number of the last write of the batch, perhaps to another partition
   */
  void writtenUpTo(long position, long batchEnd) {
    lastPosition = position;
    lastBatchEnd = batchEnd;
  }

  /**
   * The sequence number of the last write of the last batch with writes for this memtable; 0 for
   * what was recovered from the log.
   */
  long lastBatchEnd() {
    return lastBatchEnd;
  }

  /** The log's position behind the last write; none for what was recovered from the log. */
  long lastPosition() {
    return lastPosition;
  }

  /** What the budget knows of its memory; the partition's, written under its lock. */
  long countedBytes() {
    return countedBytes;
  }

  void setCountedBytes(long bytes) {
    countedBytes = bytes;
  }

  /** The first write's sequence number; {@link Long#MAX_VALUE} while it is empty. */
  long firstSequence() {
    return firstSequence;
  }

  /**
   * The oldest segment needed to recover this memtable; {@link Long#MAX_VALUE} while it is empty.
   */
  long firstSegment() {
    return firstSegment;
  }

  boolean isEmpty() {
    return firstSegment == Long.MAX_VALUE;
  }

  @Override
  protected void free() {
    table.close();
  }
}
