package dev.varve.wal;

import dev.varve.io.Crc32c;

/**
 * The checksum of a record: CRC-32C over its segment's salt, its own position (segment id and
 * offset), length, kind, sequence number and payload. Salt and position are not stored with the
 * record, so that neither a record of an earlier incarnation of the file nor a copy of a record at
 * another place (as part of some payload, say) has the right checksum. Not thread-safe; allocates
 * nothing after construction.
 */
final class RecordChecksum {
  private static final int SALT_OFFSET = 0;
  private static final int POSITION_OFFSET = SALT_OFFSET + Long.BYTES;
  private static final int LENGTH_KIND_OFFSET = POSITION_OFFSET + Long.BYTES;
  private static final int SEQUENCE_OFFSET = LENGTH_KIND_OFFSET + Integer.BYTES;

  private final Crc32c crc = new Crc32c();
  private final byte[] prefix = new byte[SEQUENCE_OFFSET + Long.BYTES];

  RecordChecksum(long salt) {
    WalLayout.LONG.set(prefix, SALT_OFFSET, salt);
  }

  int of(long position, int lengthAndKind, long sequence, byte[] payload, int offset, int length) {
    WalLayout.LONG.set(prefix, POSITION_OFFSET, position);
    WalLayout.INT.set(prefix, LENGTH_KIND_OFFSET, lengthAndKind);
    WalLayout.LONG.set(prefix, SEQUENCE_OFFSET, sequence);
    return crc.reset().update(prefix, 0, prefix.length).update(payload, offset, length).value();
  }
}
