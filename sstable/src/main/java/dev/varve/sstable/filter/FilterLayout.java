package dev.varve.sstable.filter;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where things lie in a filter of either kind, and which bits or tag a key has;
 * docs/formats/sstable.md has the picture. A filter is lines of 64 bytes, then an 8-byte tail.
 */
final class FilterLayout {
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static final int LINE_BYTES = 64;
  static final int LINE_BITS = 512;

  // The tail, from its start.
  static final int LINE_COUNT = 0;

  /** Of a Bloom filter; 0 in a key locator. */
  static final int PROBE_COUNT = 4;

  // Of a key locator.
  static final int LOCATION_BITS = 5;
  static final int ENTRY_BITS = 6;

  static final int TAIL_BYTES = 8;

  static final int SLOT_BYTES = 4;
  static final int LINE_SLOTS = LINE_BYTES / SLOT_BYTES;

  /** Bits of a location at most, so that a tag has at least eight. */
  static final int MAX_LOCATION_BITS = 24;

  /** Seven probes of nine bits are what one 64-bit product holds. */
  static final int MOST_PROBES = 7;

  static final int PROBE_BITS = 9;

  private FilterLayout() {}

  /** The line of a key: the upper half of its hash, scaled. */
  static long line(long hash, int lineCount) {
    return ((hash >>> 32) * lineCount) >>> 32;
  }

  /** The bits of a key in its line, nine bits per probe from the top, made of the lower half. */
  static long probes(long hash) {
    return (hash & 0xffff_ffffL) * 0x9e37_79b9_7f4a_7c15L;
  }

  /**
   * The tag of a key, at the bits above the location in its slot. A tag is made of the lower half
   * of the hash and never 0, since 0 is a slot that is not used.
   */
  static int tag(long hash, int locationBits) {
    long tag = (hash & 0xffff_ffffL) >>> locationBits;
    return (int) (Math.max(tag, 1) << locationBits);
  }
}
