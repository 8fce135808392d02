package dev.varve.engine.compaction;

import dev.varve.engine.table.KeyRange;
import dev.varve.sstable.EntryKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * The entries of another source whose keys lie in a range: of what a partition shares with others,
 * its own.
 */
public final class RangeSource implements EntrySource {
  private final EntrySource all;
  private final KeyRange range;
  private boolean inside;

  private RangeSource(EntrySource all, KeyRange range) {
    this.all = all;
    this.range = range;
  }

  /** The entries of a source in a range; the source itself if that has all keys. */
  public static EntrySource of(EntrySource all, KeyRange range) {
    return range.isAll() ? all : new RangeSource(all, range);
  }

  @Override
  public boolean next() throws IOException {
    boolean found = all.next();
    while (found && !inside) {
      inside = !range.isBelow(all.keySegment(), all.keyOffset(), all.keyLength());
      found = inside || all.next();
    }
    return found && !range.isAbove(all.keySegment(), all.keyOffset(), all.keyLength());
  }

  @Override
  public MemorySegment keySegment() throws IOException {
    return all.keySegment();
  }

  @Override
  public long keyOffset() {
    return all.keyOffset();
  }

  @Override
  public int keyLength() {
    return all.keyLength();
  }

  @Override
  public long sequence() {
    return all.sequence();
  }

  @Override
  public EntryKind kind() {
    return all.kind();
  }

  @Override
  public MemorySegment valueSegment() throws IOException {
    return all.valueSegment();
  }

  @Override
  public long valueOffset() {
    return all.valueOffset();
  }

  @Override
  public int valueLength() {
    return all.valueLength();
  }
}
