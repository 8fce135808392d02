package dev.varve.wal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The used segments of the log, and how far they are released. A release has two stages. First the
 * log's user releases segments: they do not count as needed any more. Then a durable header
 * publishes the release: recovery does not look at them any more, and their files may be used
 * again. Neither stage is ever taken back.
 *
 * <p>Thread-safe.
 */
final class LiveSegments {
  /** A used segment; only a closed one can be recycled. */
  private record Live(SegmentSlot slot, boolean closed) {}

  @GuardedBy("this")
  private final TreeMap<Long, Live> live = new TreeMap<>();

  @GuardedBy("this")
  private long oldestSegmentId;

  private volatile long durablyReleasedBefore; // written under this

  /**
   * Begins without segments.
   *
   * @param oldestSegmentId segments below are released
   */
  LiveSegments(long oldestSegmentId) {
    this.oldestSegmentId = oldestSegmentId;
  }

  /** Adds a segment that is open. */
  void open(Segment segment) {
    put(segment.id(), SegmentSlot.of(segment), false);
  }

  /** Says that a segment is durable, or released, and its file no longer open. */
  void closed(long segmentId, SegmentSlot slot) {
    put(segmentId, slot, true);
  }

  private synchronized void put(long segmentId, SegmentSlot slot, boolean closed) {
    live.put(segmentId, new Live(slot, closed));
  }

  /**
   * Releases the segments below one.
   *
   * @return whether a used segment is released and not removed yet
   */
  synchronized boolean releaseBefore(long segmentId) {
    oldestSegmentId = Math.max(oldestSegmentId, segmentId);
    return !live.headMap(oldestSegmentId).isEmpty();
  }

  /** Segments below are released. */
  synchronized long oldestSegmentId() {
    return oldestSegmentId;
  }

  /** Says that a durable header publishes the release of all segments below one. */
  synchronized void publishedBefore(long segmentId) {
    assert segmentId >= durablyReleasedBefore
        : "release before " + segmentId + " published after " + durablyReleasedBefore;
    durablyReleasedBefore = segmentId;
  }

  /** Segments below are durably released, so that they need no sync. */
  long durablyReleasedBefore() {
    return durablyReleasedBefore;
  }

  /** Removes the closed segments that are durably released; returns the slots they were in. */
  synchronized List<SegmentSlot> removeReleased() {
    List<SegmentSlot> released = new ArrayList<>();
    live.headMap(durablyReleasedBefore)
        .values()
        .removeIf(segment -> {
          if (segment.closed) {
            released.add(segment.slot);
          }
          return segment.closed;
        });
    return released;
  }

  /** Length of the segments before {@code currentSegmentId} that are still needed. */
  synchronized long neededBytesBefore(long currentSegmentId) {
    long bytes = 0;
    for (Map.Entry<Long, Live> segment : live.tailMap(oldestSegmentId).entrySet()) {
      bytes += segment.getKey() < currentSegmentId ? segment.getValue().slot.bytes() : 0;
    }
    return bytes;
  }

  /** The first of the segments before the current one that together have at most so many bytes. */
  synchronized long oldestWithin(long currentSegmentId, long maxBytes) {
    long oldest = currentSegmentId;
    long bytes = 0;
    for (Map.Entry<Long, Live> segment :
        live.headMap(currentSegmentId, false).descendingMap().entrySet()) {
      bytes += segment.getValue().slot.bytes();
      if (bytes > maxBytes) {
        return oldest;
      }
      oldest = segment.getKey();
    }
    return oldest;
  }

  /** Number of segments that are still needed. */
  synchronized int neededCount() {
    return live.tailMap(oldestSegmentId).size();
  }
}
