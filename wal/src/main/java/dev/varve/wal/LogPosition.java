package dev.varve.wal;

/**
 * A place in the log as one {@code long}: the segment's id in the upper 32 bits, the byte offset in
 * that segment in the lower 32. Ids start at 1 and only grow, so positions only grow too and
 * compare as plain numbers; zero is before all of them. (The field also says LSN.)
 */
public final class LogPosition {
  /** Before the first byte of any log. */
  public static final long NONE = 0;

  private LogPosition() {}

  /** The position of a byte. */
  static long of(long segmentId, int offset) {
    return segmentId << 32 | offset;
  }

  /** The id of the segment that holds a position. */
  public static long segmentId(long position) {
    return position >>> 32;
  }

  /** The byte offset of a position in its segment. */
  public static int offset(long position) {
    return (int) position;
  }

  /** A position as text, such as {@code 12@4096}. */
  public static String toString(long position) {
    return segmentId(position) + "@" + offset(position);
  }
}
