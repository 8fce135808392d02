package dev.varve.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of a segment file, all integers little-endian; the page is docs/formats/wal.md.
 *
 * <pre>
 *  0        64       128
 *  +--------+--------+---------+---------+--     --+-------------------+
 *  | header | header | START   | record  |   ...   | zeros, or bytes   |
 *  |        | copy   | record  |         |         | of an older use   |
 *  +--------+--------+---------+---------+--     --+-------------------+
 *
 *  record, 8-byte aligned
 *  0       4          7      8                16
 *  +-------+----------+------+----------------+---------+---------+
 *  | crc32c| length   | kind | sequence       | payload | zeros   |
 *  | u32   | u24      | u8   | u64            | length  | to 8    |
 *  +-------+----------+------+----------------+---------+---------+
 * </pre>
 */
final class WalLayout {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static final int HEADER_BYTES = 64;
  static final int HEADER_COPY_OFFSET = HEADER_BYTES;
  static final int FIRST_RECORD_OFFSET = HEADER_COPY_OFFSET + HEADER_BYTES;

  static final int CRC_OFFSET = 0;
  static final int LENGTH_KIND_OFFSET = CRC_OFFSET + Integer.BYTES;
  static final int SEQUENCE_OFFSET = LENGTH_KIND_OFFSET + Integer.BYTES;
  static final int FRAME_BYTES = SEQUENCE_OFFSET + Long.BYTES;

  static final int MAX_LENGTH = (1 << 24) - 1;

  /** Seven bytes, as in an internal key: the top byte of a sequence number is always zero. */
  static final long MAX_SEQUENCE = (1L << 56) - 1;

  /** The caller's payload. Persisted: never renumber. */
  static final int KIND_DATA = 1;

  /** Says up to where the log was durable when this record was written. */
  static final int KIND_MARK = 2;

  /** First record of a segment: where the log before it ends. */
  static final int KIND_START = 3;

  /**
   * Says in which segment the log goes on. Stands behind the end that this segment's START states,
   * so that it is read only where that segment is missing.
   */
  static final int KIND_NEXT = 4;

  /** Payload of MARK: durable position, oldest segment still needed, witness. */
  static final int MARK_DURABLE_OFFSET = 0;

  static final int MARK_OLDEST_OFFSET = MARK_DURABLE_OFFSET + Long.BYTES;

  /** Payload of START: durable position, end of the log before this segment, witness. */
  static final int START_DURABLE_OFFSET = 0;

  static final int START_PREVIOUS_END_OFFSET = START_DURABLE_OFFSET + Long.BYTES;

  /** Payload of NEXT: durable position, id of the segment that follows, witness. */
  static final int NEXT_DURABLE_OFFSET = 0;

  static final int NEXT_SEGMENT_OFFSET = NEXT_DURABLE_OFFSET + Long.BYTES;

  /** In MARK, START and NEXT: the caller's {@link Witness}. */
  static final int WITNESS_MAJOR_OFFSET = 2 * Long.BYTES;

  static final int WITNESS_MINOR_OFFSET = WITNESS_MAJOR_OFFSET + Long.BYTES;

  /** Payload length of MARK, START and NEXT. */
  static final int CONTROL_LENGTH = WITNESS_MINOR_OFFSET + Long.BYTES;

  static final int CONTROL_BYTES = FRAME_BYTES + CONTROL_LENGTH;

  /**
   * What a segment holds beside the largest record: headers, START, the frame, and a MARK or NEXT
   * that always has room, so that a clean close can write its own.
   */
  static final int SEGMENT_OVERHEAD =
      FIRST_RECORD_OFFSET + CONTROL_BYTES + FRAME_BYTES + CONTROL_BYTES + Long.BYTES - 1;

  private WalLayout() {}

  /** Length of a whole record with padding. */
  static int recordBytes(int payloadLength) {
    return (FRAME_BYTES + payloadLength + Long.BYTES - 1) & -Long.BYTES;
  }

  static int lengthAndKind(int length, int kind) {
    return kind << 24 | length;
  }

  static int length(int lengthAndKind) {
    return lengthAndKind & MAX_LENGTH;
  }

  static int kind(int lengthAndKind) {
    return lengthAndKind >>> 24;
  }
}
