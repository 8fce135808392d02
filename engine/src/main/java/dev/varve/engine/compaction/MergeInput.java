package dev.varve.engine.compaction;

import dev.varve.engine.table.SSTableHandle;
import dev.varve.io.Bytes;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.SSTableCursor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * All entries of several sorted runs, versions and tombstones included, in internal key order.
 * Compares the first 8 bytes of keys as numbers and whole keys only where these are equal. For one
 * thread; the tables must stay open.
 */
public final class MergeInput implements EntrySource, AutoCloseable {
  /** Tables in key order that do not overlap. */
  private static final class Run {
    private final List<SSTableHandle> tables;
    private final SSTableCursor entries;
    private int table = -1;
    private long prefix;

    private Run(List<SSTableHandle> tables, MemoryLedger memory) {
      this.tables = tables;
      this.entries = SSTableCursor.verifying(memory);
    }

    private boolean advance() throws IOException {
      if (table < 0 || !entries.next()) {
        table++;
        if (table == tables.size()) {
          return false;
        }
        entries.attach(tables.get(table).reader()).first();
      }
      prefix = entries.prefix();
      return true;
    }

    private boolean isBefore(Run other) throws IOException {
      if (prefix != other.prefix) {
        return Long.compareUnsigned(prefix, other.prefix) < 0;
      }
      int order =
          Bytes.compare(
              entries.keySegment(),
              entries.keyOffset(),
              entries.keyLength(),
              other.entries.keySegment(),
              other.entries.keyOffset(),
              other.entries.keyLength());
      return order == 0 ? entries.sequence() > other.entries.sequence() : order < 0;
    }
  }

  private final List<Run> runs = new ArrayList<>();
  private Run current;

  /** Merges the inputs of a plan, at no entry. */
  public MergeInput(CompactionPlan.Merge plan, MemoryLedger memory) {
    if (plan.fromLevel() == 0) {
      plan.upper().forEach(table -> runs.add(new Run(List.of(table), memory)));
    } else {
      runs.add(new Run(plan.upper(), memory));
    }
    runs.add(new Run(plan.lower(), memory));
  }

  @Override
  public boolean next() throws IOException {
    if (current == null) {
      for (int i = runs.size() - 1; i >= 0; i--) {
        if (!runs.get(i).advance()) {
          runs.remove(i).entries.close();
        }
      }
    } else if (!current.advance()) {
      runs.remove(current);
      current.entries.close();
    }
    if (runs.isEmpty()) {
      return false;
    }
    current = runs.getFirst();
    for (int i = 1; i < runs.size(); i++) {
      if (runs.get(i).isBefore(current)) {
        current = runs.get(i);
      }
    }
    return true;
  }

  @Override
  public MemorySegment keySegment() throws IOException {
    return current.entries.keySegment();
  }

  @Override
  public long keyOffset() {
    return current.entries.keyOffset();
  }

  @Override
  public int keyLength() {
    return current.entries.keyLength();
  }

  @Override
  public long sequence() {
    return current.entries.sequence();
  }

  @Override
  public EntryKind kind() {
    return current.entries.kind();
  }

  @Override
  public MemorySegment valueSegment() throws IOException {
    return current.entries.valueSegment();
  }

  @Override
  public long valueOffset() {
    return current.entries.valueOffset();
  }

  @Override
  public int valueLength() {
    return current.entries.valueLength();
  }

  @Override
  public void close() {
    runs.forEach(run -> run.entries.close());
    runs.clear();
  }
}
