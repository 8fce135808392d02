package dev.varve.wal;

/**
 * Sizes of a log.
 *
 * @param segmentBytes length of a new segment file, 64 MiB by default: a larger one rotates less
 *     often, a smaller one returns disk space sooner. From 1 KiB to 1 GiB, a multiple of 8. A log
 *     may hold segments of several sizes; a record must fit a segment.
 * @param recycledSegments released files to keep for reuse at most, 2 by default; after {@link
 *     Wal#trim} not more than the log has in use before the current one. A reused file has its
 *     storage and its pages, and each costs {@code segmentBytes} on disk. From 0 to 1,000.
 */
public record WalOptions(int segmentBytes, int recycledSegments) {
  private static final int MIN_SEGMENT_BYTES = 1 << 10;
  private static final int MAX_SEGMENT_BYTES = 1 << 30;

  /** Refuses values outside the bounds above. */
  public WalOptions {
    if (segmentBytes < MIN_SEGMENT_BYTES
        || segmentBytes > MAX_SEGMENT_BYTES
        || segmentBytes % Long.BYTES != 0) {
      throw new IllegalArgumentException(
          "segmentBytes must be a multiple of 8 from 1 KiB to 1 GiB: " + segmentBytes);
    }
    if (recycledSegments < 0 || recycledSegments > 1_000) {
      throw new IllegalArgumentException(
          "recycledSegments must be from 0 to 1,000: " + recycledSegments);
    }
  }

  /** The defaults: 64 MiB segments, two kept for reuse. */
  public static WalOptions defaults() {
    return new WalOptions(64 << 20, 2);
  }

  /** The largest payload of one record: it fits one segment and its length fits 24 bits. */
  public int maxPayloadBytes() {
    return Math.min(WalLayout.MAX_LENGTH, segmentBytes - WalLayout.SEGMENT_OVERHEAD);
  }
}
