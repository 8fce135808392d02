package dev.varve.engine.background;

import dev.varve.engine.compaction.EntrySource;
import dev.varve.engine.memtable.MemTable;
import dev.varve.engine.memtable.MemTableCursor;
import dev.varve.sstable.EntryKind;
import java.lang.foreign.MemorySegment;

/** The versions of all keys of a memtable up to a sequence number above which it may still grow. */
final class MemTableSource implements EntrySource {
  private final MemTableCursor entries;
  private boolean begun;

  /**
   * The versions in a memtable.
   *
   * @param newest greatest sequence number of those that count
   */
  MemTableSource(MemTable memtable, long newest) {
    entries = new MemTableCursor(memtable, newest);
  }

  @Override
  public boolean next() {
    if (!begun) {
      begun = true;
      return entries.first();
    }
    return entries.nextVersion() || entries.next();
  }

  @Override
  public MemorySegment keySegment() {
    return entries.keySegment();
  }

  @Override
  public long keyOffset() {
    return entries.keyOffset();
  }

  @Override
  public int keyLength() {
    return entries.keyLength();
  }

  @Override
  public long sequence() {
    return entries.sequence();
  }

  @Override
  public EntryKind kind() {
    return entries.kind();
  }

  @Override
  public MemorySegment valueSegment() {
    return entries.valueSegment();
  }

  @Override
  public long valueOffset() {
    return entries.valueOffset();
  }

  @Override
  public int valueLength() {
    return entries.valueLength();
  }
}
