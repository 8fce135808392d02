package dev.varve.sstable.block;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where things lie in a block; docs/formats/sstable.md has the picture. A block's content is
 *
 * <pre>
 * header 24 | common prefix | words 8 each | columns | rests | values
 * </pre>
 *
 * with a word, the first 8 bytes of the key behind the common prefix, for each entry. The areas
 * that a search reads lie side by side; the rest of the key and the value are one more place each.
 * The columns have as many bytes per entry as their largest number needs, none where all entries
 * agree: sequence number, kind, length of the key behind the common prefix, start of its rest,
 * start of its value.
 *
 * <p>In the file, content (perhaps compressed) is followed by its type and checksum.
 */
public final class BlockLayout {
  /** Little-endian 32-bit field. */
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Little-endian 64-bit field. */
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Key bytes as a number whose unsigned order is the order of the bytes. */
  static final ValueLayout.OfLong KEY_WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** Bytes of each key that its word holds. */
  static final int WORD_BYTES = 8;

  // The header, from its start.
  static final int ENTRY_COUNT = 0;
  static final int COMMON_PREFIX_LENGTH = 4;
  static final int WIDTHS = 6;

  /** Length of every key behind the common prefix; if these differ, of all their rests together. */
  static final int SUFFIX_OR_RESTS_LENGTH = 8;

  /** Length of every value; 0 if these differ. */
  static final int VALUE_LENGTH = 12;

  /** The least sequence number, and in the top byte the kind of every entry, 0 if these differ. */
  static final int SEQUENCE_AND_KIND = 16;

  static final int HEADER_BYTES = 24;
  static final int KIND_SHIFT = 56;
  static final long SEQUENCE_MASK = (1L << KIND_SHIFT) - 1;

  // Bytes per entry in the columns, as nibbles of the 16 bits at WIDTHS.
  static final int SEQUENCE_WIDTH_SHIFT = 0;
  static final int LENGTH_WIDTH_SHIFT = 4;
  static final int REST_WIDTH_SHIFT = 8;
  static final int VALUE_WIDTH_SHIFT = 12;
  static final int WIDTH_MASK = 0xf;

  /**
   * Bytes that must be readable behind a content: numbers of a column are read eight bytes at a
   * time, and so are keys.
   */
  public static final int SLACK_BYTES = 8;

  /** Bytes after each stored block: a type byte, then the CRC-32C of content and type. */
  public static final int TRAILER_BYTES = 5;

  /** Block type: the content as it is. Never renumber. */
  public static final byte RAW = 1;

  /** Block type: length of the content (4 bytes), then the content by LZ4. Never renumber. */
  public static final byte LZ4 = 2;

  private BlockLayout() {}

  /** Bytes that the largest number of a column needs. */
  static int width(long largest) {
    return (Long.SIZE - Long.numberOfLeadingZeros(largest) + 7) >>> 3;
  }

  /** The bits of a number of that many bytes, 0 to 7. */
  static long mask(int width) {
    return (1L << (width << 3)) - 1;
  }
}
