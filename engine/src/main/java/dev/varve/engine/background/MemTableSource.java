package dev.varve.engine.background;

import dev.varve.engine.compaction.EntrySource;
import dev.varve.engine.memtable.MemTable;
import dev.varve.engine.memtable.MemTableCursor;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.InternalKey;
import java.lang.foreign.MemorySegment;

/** All versions of all keys of a memtable that takes no writes any more. */
final class MemTableSource implements EntrySource {
  private final MemTableCursor entries;
  private boolean begun;

  MemTableSource(MemTable memtable) {
    entries = new MemTableCursor(memtable, InternalKey.MAX_SEQUENCE);
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
