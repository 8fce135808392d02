package dev.varve.wal;

import dev.varve.io.Crc32c;
import dev.varve.io.UnsupportedFormatException;
import java.nio.file.Path;

/**
 * Names the incarnation of a segment file: the segment that the file holds now. Written and synced,
 * in two copies one after the other, before the first record of the incarnation: a power loss can
 * tear one copy, never both.
 *
 * @param segmentId grows with every incarnation of any file of the log, from 1
 * @param salt random; seeds the checksums of this incarnation's records
 * @param oldestSegmentId segments below were released before this header was written
 * @param bootHash {@link #bootHash} of the operating system instance that wrote this incarnation; 0
 *     if the system has no identity
 * @param segmentBytes length of the file
 */
record SegmentHeader(
    long segmentId, long salt, long oldestSegmentId, long bootHash, int segmentBytes) {
  /** The bytes {@code VARVEWAL}. */
  static final long MAGIC = 0x4c41_5745_5652_4156L;

  static final int VERSION = 2;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int SEGMENT_BYTES_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final int SEGMENT_ID_OFFSET = SEGMENT_BYTES_OFFSET + Integer.BYTES;
  static final int SALT_OFFSET = SEGMENT_ID_OFFSET + Long.BYTES;
  static final int OLDEST_OFFSET = SALT_OFFSET + Long.BYTES;
  static final int BOOT_OFFSET = OLDEST_OFFSET + Long.BYTES;
  static final int RESERVED_OFFSET = BOOT_OFFSET + Long.BYTES;
  static final int CRC_OFFSET = WalLayout.HEADER_BYTES - Integer.BYTES;

  /** The header of the same incarnation that publishes a later release. */
  SegmentHeader releasing(long oldest) {
    return new SegmentHeader(segmentId, salt, oldest, bootHash, segmentBytes);
  }

  byte[] encode() {
    byte[] bytes = new byte[WalLayout.HEADER_BYTES];
    WalLayout.LONG.set(bytes, MAGIC_OFFSET, MAGIC);
    WalLayout.INT.set(bytes, VERSION_OFFSET, VERSION);
    WalLayout.INT.set(bytes, SEGMENT_BYTES_OFFSET, segmentBytes);
    WalLayout.LONG.set(bytes, SEGMENT_ID_OFFSET, segmentId);
    WalLayout.LONG.set(bytes, SALT_OFFSET, salt);
    WalLayout.LONG.set(bytes, OLDEST_OFFSET, oldestSegmentId);
    WalLayout.LONG.set(bytes, BOOT_OFFSET, bootHash);
    WalLayout.INT.set(bytes, CRC_OFFSET, Crc32c.of(bytes, 0, CRC_OFFSET));
    return bytes;
  }

  /**
   * Reads one copy.
   *
   * @return the header, or {@code null} if the bytes are no sound header
   * @throws UnsupportedFormatException if they are a sound header of another format version
   */
  static SegmentHeader decode(byte[] bytes, int offset, Path file)
      throws UnsupportedFormatException {
    if ((long) WalLayout.LONG.get(bytes, offset + MAGIC_OFFSET) != MAGIC
        || (int) WalLayout.INT.get(bytes, offset + CRC_OFFSET)
            != Crc32c.of(bytes, offset, CRC_OFFSET)) {
      return null;
    }
    int version = (int) WalLayout.INT.get(bytes, offset + VERSION_OFFSET);
    if (version != VERSION) {
      throw new UnsupportedFormatException(file, version, VERSION);
    }
    return new SegmentHeader(
        (long) WalLayout.LONG.get(bytes, offset + SEGMENT_ID_OFFSET),
        (long) WalLayout.LONG.get(bytes, offset + SALT_OFFSET),
        (long) WalLayout.LONG.get(bytes, offset + OLDEST_OFFSET),
        (long) WalLayout.LONG.get(bytes, offset + BOOT_OFFSET),
        (int) WalLayout.INT.get(bytes, offset + SEGMENT_BYTES_OFFSET));
  }

  /** FNV-1a, 64 bits, of a boot identity; 0 for the empty one, which says nothing. */
  static long bootHash(String bootId) {
    if (bootId.isEmpty()) {
      return 0;
    }
    long hash = 0xcbf29ce484222325L;
    for (int at = 0; at < bootId.length(); at++) {
      hash = (hash ^ bootId.charAt(at)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }
}
