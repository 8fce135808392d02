package dev.varve.wal;

/**
 * Sizes of a log.
 *
 * @param segmentBytes length of a segment file of a log that is written to all the time: a larger
 *     one rotates less often, a smaller one returns disk space sooner. From 1 KiB to 1 GiB, a
 *     multiple of 8. A log may hold segments of several sizes; a record must fit one of this size.
 * @param firstSegmentBytes length of the first segment after opening and after {@link Wal#trim};
 *     each segment after it is four times as long as the one before, up to {@code segmentBytes}. So
 *     a log at rest takes little storage. From 1 KiB to {@code segmentBytes}, a multiple of 8.
 * @param recycledSegments released files that are kept for reuse at most; none after {@link
 *     Wal#trim}. A reused file has its storage and its pages, and each costs {@code segmentBytes}
 *     on disk. From 0 to 1,000.
 */
public record WalOptions(int segmentBytes, int firstSegmentBytes, int recycledSegments) {
  private static final int MIN_SEGMENT_BYTES = 1 << 10;
  private static final int MAX_SEGMENT_BYTES = 1 << 30;
  private static final int GROWTH = 4;

  /** Refuses values outside the bounds above. */
  public WalOptions {
    requireLength("segmentBytes", segmentBytes);
    requireLength("firstSegmentBytes", firstSegmentBytes);
    if (firstSegmentBytes > segmentBytes) {
      throw new IllegalArgumentException(
          "firstSegmentBytes must be at most segmentBytes, "
              + segmentBytes
              + ": "
              + firstSegmentBytes);
    }
    if (recycledSegments < 0 || recycledSegments > 1_000) {
      throw new IllegalArgumentException(
          "recycledSegments must be from 0 to 1,000: " + recycledSegments);
    }
  }

  /** The largest payload of one record: it fits one segment and its length fits 24 bits. */
  public int maxPayloadBytes() {
    return Math.min(WalLayout.MAX_LENGTH, segmentBytes - WalLayout.SEGMENT_OVERHEAD);
  }

  /** Length of the segment after one of that length. */
  int lengthAfter(int bytes) {
    return (int) Math.min(segmentBytes, (long) bytes * GROWTH);
  }

  private static void requireLength(String name, int bytes) {
    if (bytes < MIN_SEGMENT_BYTES || bytes > MAX_SEGMENT_BYTES || bytes % Long.BYTES != 0) {
      throw new IllegalArgumentException(
          name + " must be a multiple of 8 from 1 KiB to 1 GiB: " + bytes);
    }
  }
}
