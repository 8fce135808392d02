package dev.varve.engine.memtable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One version of one key in memory. Immutable once published, but for the link of a first version.
 *
 * <pre>
 *  0                       8           12            16          20       20+keyLength
 *  +-----------------------+-----------+-------------+-----------+--------+---------+
 *  | sequence, kind        | link u32  | valueLength | keyLength | key    | value   |
 *  +-----------------------+-----------+-------------+-----------+--------+---------+
 * </pre>
 *
 * {@code sequence << 8 | kind}. The versions of a key form a ring: {@code link} leads from a
 * version to the next older one, and from the first, oldest version, whose top bit of {@code
 * keyLength} is set, to the newest. So whoever holds the first version can put a newer one on top
 * without anybody else's knowledge.
 */
final class RecordLayout {
  static final int HEADER_BYTES = 20;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.nativeOrder());
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.nativeOrder());
  private static final VarHandle SHARED_INT = ValueLayout.JAVA_INT.varHandle();
  private static final int LINK = 8;
  private static final int VALUE_LENGTH = 12;
  private static final int KEY_LENGTH = 16;
  private static final int FIRST = Integer.MIN_VALUE;

  private RecordLayout() {}

  static void write(
      MemorySegment chunk, long offset, long sequenceAndKind, int keyLength, int valueLength) {
    chunk.set(LONG, offset, sequenceAndKind);
    chunk.set(INT, offset + VALUE_LENGTH, valueLength);
    chunk.set(INT, offset + KEY_LENGTH, keyLength);
  }

  static long sequenceAndKind(MemorySegment chunk, long offset) {
    return chunk.get(LONG, offset);
  }

  static int linkAcquire(MemorySegment chunk, long offset) {
    return (int) SHARED_INT.getAcquire(chunk, offset + LINK);
  }

  static void setLinkRelease(MemorySegment chunk, long offset, int record) {
    SHARED_INT.setRelease(chunk, offset + LINK, record);
  }

  static boolean isFirst(MemorySegment chunk, long offset) {
    return chunk.get(INT, offset + KEY_LENGTH) < 0;
  }

  static void setFirst(MemorySegment chunk, long offset) {
    chunk.set(INT, offset + KEY_LENGTH, chunk.get(INT, offset + KEY_LENGTH) | FIRST);
  }

  static int valueLength(MemorySegment chunk, long offset) {
    return chunk.get(INT, offset + VALUE_LENGTH);
  }

  static int keyLength(MemorySegment chunk, long offset) {
    return chunk.get(INT, offset + KEY_LENGTH) & ~FIRST;
  }
}
