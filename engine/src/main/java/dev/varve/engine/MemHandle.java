package dev.varve.engine;

import dev.varve.engine.memtable.MemTable;
import dev.varve.engine.pin.RefCounted;
import dev.varve.io.MemoryLedger;

/**
 * A memtable with the oldest log segment that holds a write of it, freed with the last read view
 * that lists it.
 */
final class MemHandle extends RefCounted {
  private static final String OWNER = "memtable";

  private final MemTable table;
  private volatile long firstSegment = Long.MAX_VALUE;

  MemHandle(MemoryLedger memory) {
    table = new MemTable(memory, OWNER);
  }

  MemTable table() {
    return table;
  }

  /** Called by the writer before it adds a write that the log holds in a segment. */
  void writesComeFrom(long segment) {
    if (firstSegment == Long.MAX_VALUE) {
      firstSegment = segment;
    }
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
