package dev.varve.engine.read;

import dev.varve.engine.memtable.MemTableCursor;
import dev.varve.engine.merge.EntryCursor;
import dev.varve.engine.merge.MergingCursor;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.table.KeyRange;
import dev.varve.engine.table.RunCursor;
import dev.varve.engine.table.SortedRun;
import java.util.ArrayList;
import java.util.List;

/**
 * A merging cursor over all sources of one pinned view, for any snapshot; to be reused as long as
 * the view is the partition's present one. For one thread at a time.
 */
public final class ViewCursor {
  private final Partition partition;
  private final ReadView view;
  private final RunCursorPool pool;
  private final List<MemTableCursor> memtables = new ArrayList<>();
  private final List<RunCursor> runs = new ArrayList<>();
  private final MergingCursor merged;

  /**
   * Creates a cursor that stands nowhere.
   *
   * @param view pinned, with a reference that this takes over
   */
  public ViewCursor(Partition partition, ReadView view, RunCursorPool pool) {
    this.partition = partition;
    this.view = view;
    this.pool = pool;
    // The active memtable may be empty now and not when the cursor is used again.
    memtables.add(new MemTableCursor(view.active().table(), 0));
    view.sealed().forEach(sealed -> memtables.add(new MemTableCursor(sealed.table(), 0)));
    for (SortedRun run : view.version().sortedRuns()) {
      runs.add(pool.take().attach(run));
    }
    List<EntryCursor> sources = new ArrayList<>(memtables);
    sources.addAll(runs);
    merged = new MergingCursor(sources, partition::noteSkipped);
  }

  /** The cursor, at a moment that the view holds every version of, at no entry. */
  public MergingCursor at(long snapshot) {
    // Counted loops, which allocate nothing.
    for (int memtable = 0; memtable < memtables.size(); memtable++) {
      memtables.get(memtable).see(snapshot);
    }
    for (int run = 0; run < runs.size(); run++) {
      runs.get(run).see(snapshot);
    }
    return merged;
  }

  /** Stays at no entry for a while, and gives back memory that uncommonly large blocks needed. */
  public void rest() {
    for (int run = 0; run < runs.size(); run++) {
      runs.get(run).trim();
    }
  }

  /** The keys of the partition; sources may have others as well. */
  public KeyRange range() {
    return partition.range();
  }

  /** Whether this shows what the partition holds now. */
  public boolean isPresent() {
    return partition.view() == view;
  }

  /** Whether this is the cursor of a partition's present view. */
  public boolean isPresent(Partition wanted) {
    return partition == wanted && isPresent();
  }

  /** Whether this pins a view. */
  public boolean isOf(ReadView asked) {
    return view == asked;
  }

  /** Lets go of everything. */
  void release() {
    runs.forEach(pool::giveBack);
    view.release();
  }
}
