package dev.varve.engine.version;

import dev.varve.io.ByteWriter;
import dev.varve.io.Crc32c;

/**
 * The bytes of a manifest; docs/formats/manifest.md is the page.
 *
 * <pre>
 *  0        8         12             16
 *  +--------+---------+--------------+   header: magic, format version, CRC-32C of the 12 bytes before
 *  | magic  | version | crc32c       |
 *  +--------+---------+--------------+
 *
 *  0        4         8      9                   length
 *  +--------+---------+------+-------------------+---------+   record, padded with zeros to a multiple of 8;
 *  | crc32c | length  | kind | payload           | padding |   length counts crc32c to payload,
 *  +--------+---------+------+-------------------+---------+   crc32c covers length to payload
 * </pre>
 */
final class ManifestLayout {
  /** "VARVEMAN" as a little-endian word. */
  static final long MAGIC = 0x4E414D4556524156L;

  static final int FORMAT_VERSION = 3;

  /** The oldest version that is read: its edits' fields do not state their lengths. */
  static final int OLDEST_VERSION = 2;

  static final int HEADER_BYTES = 16;
  static final int CRC_COVERS_FROM = 4;
  static final int RECORD_HEADER_BYTES = 9;
  static final int RECORD_ALIGNMENT = 8;

  /** The payload is a {@link VersionEdit}. */
  static final int KIND_EDIT = 1;

  /** No payload: everything before this record was durable when it was written. */
  static final int KIND_MARK = 2;

  private ManifestLayout() {}

  static void writeHeader(ByteWriter out) {
    int start = out.length();
    out.putLong(MAGIC).putInt(FORMAT_VERSION);
    out.putInt(Crc32c.of(out.array(), start, out.length() - start));
  }

  /** Appends a record; {@code edit} is {@code null} in a mark. */
  static void writeRecord(ByteWriter out, int kind, VersionEdit edit) {
    int start = out.length();
    out.putInt(0).putInt(0).putByte(kind);
    if (edit != null) {
      edit.writeTo(out);
    }
    int length = out.length() - start;
    out.setInt(start + 4, length);
    out.setInt(start, Crc32c.of(out.array(), start + CRC_COVERS_FROM, length - CRC_COVERS_FROM));
    while ((out.length() - start) % RECORD_ALIGNMENT != 0) {
      out.putByte(0);
    }
  }
}
