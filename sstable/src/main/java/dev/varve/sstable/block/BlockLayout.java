package dev.varve.sstable.block;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where things lie in a block; docs/formats/sstable.md has the picture. A block's content is
 *
 * <pre>
 * values | keys | common prefix | prefixes, 8 bytes each | offsets, 4 + 4 bytes each | tail, 16 bytes
 * </pre>
 *
 * with one prefix and one pair of offsets per restart point. All that a search looks at lies
 * together at the end; the value found is one more place to touch. In the file, content (perhaps
 * compressed) is followed by its type and checksum.
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

  static final int PREFIX_BYTES = 8;
  static final int OFFSETS_BYTES = 8;

  // The tail, from its start.
  static final int VALUE_AREA_LENGTH = 0;
  static final int ENTRY_COUNT = 4;
  static final int RESTART_COUNT = 8;
  static final int COMMON_PREFIX_LENGTH = 12;
  static final int RESTART_INTERVAL = 14;
  static final int TAIL_BYTES = 16;

  /** Bytes after each stored block: a type byte, then the CRC-32C of content and type. */
  public static final int TRAILER_BYTES = 5;

  /** Block type: the content as it is. Never renumber. */
  public static final byte RAW = 1;

  /** Block type: length of the content (4 bytes), then the content by LZ4. Never renumber. */
  public static final byte LZ4 = 2;

  private BlockLayout() {}
}
