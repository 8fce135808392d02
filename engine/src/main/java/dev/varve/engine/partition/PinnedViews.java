package dev.varve.engine.partition;

import java.util.ArrayList;
import java.util.List;

/**
 * Some partitions as they were between two batches: in their views, the tables hold nothing newer
 * than one sequence number, and tables and memtables together hold all up to it. The active
 * memtables may have gone on since. For one thread.
 */
public final class PinnedViews implements AutoCloseable {
  private final List<Partition> partitions;
  private final List<ReadView> views = new ArrayList<>();
  private final long sequence;
  private final long logPosition;

  /**
   * Pins the present views, while no batch is being inserted.
   *
   * @param sequence of a write up to which all have been inserted
   * @param logPosition behind the record of that write, or later
   */
  public PinnedViews(List<Partition> partitions, long sequence, long logPosition) {
    this.partitions = List.copyOf(partitions);
    this.sequence = sequence;
    this.logPosition = logPosition;
    partitions.forEach(partition -> views.add(partition.pinView()));
  }

  /** The partitions, in the order in which they were asked for. */
  public List<Partition> partitions() {
    return partitions;
  }

  /** Whether {@link #close} has been called. */
  public boolean isClosed() {
    return views.size() < partitions.size();
  }

  /** The view of a partition, by its place; borrowed until {@link #close}. */
  public ReadView view(int place) {
    return views.get(place);
  }

  /** The moment: all writes up to this one belong to it. */
  public long sequence() {
    return sequence;
  }

  /** The log holds the moment's writes up to here. */
  public long logPosition() {
    return logPosition;
  }

  /** Lets go of the views. Closing twice is allowed. */
  @Override
  public void close() {
    views.forEach(ReadView::release);
    views.clear();
  }
}
