package dev.varve.engine.partition;

import dev.varve.engine.batch.BatchReader;
import dev.varve.engine.memtable.ChunkPool;
import dev.varve.engine.memtable.MemTable;
import dev.varve.engine.pin.RefCounted;
import dev.varve.wal.LogPosition;

/**
 * A memtable with the place of its writes in the log, freed with the last read view that lists it.
 */
public final class LoggedMemTable extends RefCounted {
  private final MemTable table;
  private volatile long firstSegment = Long.MAX_VALUE;
  private volatile long firstSequence = Long.MAX_VALUE;

  // Under the partition's insert lock; others may read them once it is sealed.
  private long lastPosition = LogPosition.NONE;
  private long lastBatchEnd;

  private long countedBytes; // its partition's: what the budget knows of

  public LoggedMemTable(ChunkPool chunks, long expectedBytes) {
    table = new MemTable(chunks, expectedBytes);
  }

  public MemTable table() {
    return table;
  }

  /** Adds one operation of a batch; under the partition's insert lock. */
  public void put(BatchReader operation, long sequence) {
    table.put(
        operation.bytes(),
        operation.keyOffset(),
        operation.keyLength(),
        operation.valueOffset(),
        operation.valueLength(),
        sequence,
        operation.kind());
  }

  /** To be called before writes that the log holds in a segment; under the insert lock. */
  public void writesComeFrom(long segment, long sequence) {
    if (firstSegment == Long.MAX_VALUE) {
      firstSequence = sequence;
      firstSegment = segment;
    }
  }

  /**
   * To be called for each batch with writes for this memtable; under the insert lock.
   *
   * @param position the log's, behind the batch
   * @param batchEnd sequence number of the last write of the batch, perhaps to another partition
   */
  public void writtenUpTo(long position, long batchEnd) {
    lastPosition = position;
    lastBatchEnd = batchEnd;
  }

  /**
   * The sequence number of the last write of the last batch with writes for this memtable; 0 for
   * what was recovered from the log.
   */
  public long lastBatchEnd() {
    return lastBatchEnd;
  }

  /** The log's position behind the last write; none for what was recovered from the log. */
  public long lastPosition() {
    return lastPosition;
  }

  /** What the budget knows of its memory; the partition's, written under its lock. */
  public long countedBytes() {
    return countedBytes;
  }

  public void setCountedBytes(long bytes) {
    countedBytes = bytes;
  }

  /** The first write's sequence number; {@link Long#MAX_VALUE} while it is empty. */
  public long firstSequence() {
    return firstSequence;
  }

  /**
   * The oldest segment needed to recover this memtable; {@link Long#MAX_VALUE} while it is empty.
   */
  public long firstSegment() {
    return firstSegment;
  }

  /** Whether the log has no batch for this memtable. */
  public boolean isEmpty() {
    return firstSegment == Long.MAX_VALUE;
  }

  @Override
  protected void free() {
    table.close();
  }
}
