package dev.varve.engine.memtable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * One version of one key in memory. Immutable once published.
 *
 * <pre>
 *  0                       8           12            16          20       20+keyLength
 *  +-----------------------+-----------+-------------+-----------+--------+---------+
 *  | sequence, kind        | older u32 | valueLength | keyLength | key    | value   |
 *  +-----------------------+-----------+-------------+-----------+--------+---------+
 * </pre>
 *
 * {@code sequence << 8 | kind}; {@code older} is the address of the next older version of the same
 * key, or 0.
 */
final class RecordLayout {
  static final int HEADER_BYTES = 20;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.nativeOrder());
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.nativeOrder());
  private static final int OLDER = 8;
  private static final int VALUE_LENGTH = 12;
  private static final int KEY_LENGTH = 16;

  private RecordLayout() {}

  static void write(
      MemorySegment chunk,
      long offset,
      long sequenceAndKind,
      int older,
      int keyLength,
      int valueLength) {
    chunk.set(LONG, offset, sequenceAndKind);
    chunk.set(INT, offset + OLDER, older);
    chunk.set(INT, offset + VALUE_LENGTH, valueLength);
    chunk.set(INT, offset + KEY_LENGTH, keyLength);
  }

  static long sequenceAndKind(MemorySegment chunk, long offset) {
    return chunk.get(LONG, offset);
  }

  static int older(MemorySegment chunk, long offset) {
    return chunk.get(INT, offset + OLDER);
  }

  static int valueLength(MemorySegment chunk, long offset) {
    return chunk.get(INT, offset + VALUE_LENGTH);
  }

  static int keyLength(MemorySegment chunk, long offset) {
    return chunk.get(INT, offset + KEY_LENGTH);
  }
}
