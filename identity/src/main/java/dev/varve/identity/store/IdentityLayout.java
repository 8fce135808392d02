package dev.varve.identity.store;

import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The identity file; the page is {@code docs/formats/identity.md}.
 *
 * <pre>
 *  0         8             12             20           24           28
 *  +---------+-------------+--------------+------------+------------+----------------+
 *  | magic   | version u32 | revision u64 | length u32 | crc32c u32 | JSON, in UTF-8 |
 *  +---------+-------------+--------------+------------+------------+----------------+
 * </pre>
 */
final class IdentityLayout {
  static final int HEADER_BYTES = 28;
  static final int VERSION = 1;

  /** More than all that somebody has types in by hand. */
  static final int MAX_BYTES = 64 << 20;

  /** {@code VARVEIDS}. */
  private static final long MAGIC = 0x5344_4945_5652_4156L;

  private static final String HEADER = "identity file header";
  private static final int CHECKSUM_OFFSET = 24;

  private IdentityLayout() {}

  /**
   * What stands before the JSON.
   *
   * @param revision larger after each change
   * @param length of the JSON
   * @param checksum CRC-32C of the first 24 bytes and the JSON
   */
  record Header(long revision, int length, int checksum) {}

  static byte[] encode(long revision, byte[] json) {
    ByteWriter out =
        new ByteWriter(HEADER_BYTES + json.length)
            .putLong(MAGIC)
            .putInt(VERSION)
            .putLong(revision)
            .putInt(json.length);
    int checksum = checksum(out.array(), json);
    return out.putInt(checksum).putBytes(json).toByteArray();
  }

  /**
   * Reads the header.
   *
   * @param bytes as many as a header has, or fewer if the file is shorter
   */
  static Header header(byte[] bytes, Path file) throws IOException {
    ByteReader in = new ByteReader(HEADER, bytes, file, 0);
    long magic = in.getLong();
    if (magic != MAGIC) {
      throw new CorruptionException(
          HEADER, file, 0, "0x%016x".formatted(MAGIC), "0x%016x".formatted(magic));
    }
    int version = in.getInt();
    if (version < 1) {
      throw new CorruptionException(HEADER, file, 8, "a format version", String.valueOf(version));
    }
    if (version > VERSION) {
      throw new UnsupportedFormatException(file, version, VERSION);
    }
    long revision = in.getLong();
    int length = in.getInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new CorruptionException(
          HEADER, file, 20, "at most " + MAX_BYTES, String.valueOf(length));
    }
    return new Header(revision, length, in.getInt());
  }

  /** Checks that header and JSON belong together. */
  static void requireSound(Header header, byte[] headerBytes, byte[] json, Path file)
      throws CorruptionException {
    int found = checksum(headerBytes, json);
    if (found != header.checksum()) {
      throw CorruptionException.checksum(
          "identity file", file, CHECKSUM_OFFSET, header.checksum(), found);
    }
  }

  private static int checksum(byte[] header, byte[] json) {
    return new Crc32c().update(header, 0, CHECKSUM_OFFSET).update(json, 0, json.length).value();
  }
}
