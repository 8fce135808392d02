package dev.varve.sstable;

import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.sstable.block.BlockLayout;
import java.nio.file.Path;

/**
 * The footer: the last 88 bytes of a table. docs/formats/sstable.md has the picture. Format version
 * and magic stay at their places from the end in every version to come.
 *
 * @param dataLength where the last data block ends
 * @param filterLength length of a section with its trailer; 0 for the filter if there is none
 * @param version format version of the file, from {@link #OLDEST_VERSION} to {@link #VERSION}
 */
record SSTableFooter(
    long dataLength,
    long filterOffset,
    int filterLength,
    long indexOffset,
    int indexLength,
    long propertiesOffset,
    int propertiesLength,
    int dataBlockCount,
    long fileLength,
    int version) {
  static final int FOOTER_BYTES = 88;

  /** The version that is written. */
  static final int VERSION = 5;

  /** The oldest version that is read. */
  static final int OLDEST_VERSION = 4;

  /** The file's last eight bytes read "VarveSST". */
  static final long MAGIC = 0x5453_5365_7672_6156L;

  private static final int CHECKED_BYTES = 72;
  private static final int VERSION_OFFSET = CHECKED_BYTES + Integer.BYTES;

  /** Zeros, kept for a section of range tombstones: its offset and length. */
  private static final int RESERVED_BYTES = 16;

  void writeTo(ByteWriter out) {
    int start = out.length();
    out.putLong(dataLength)
        .putLong(filterOffset)
        .putLong(indexOffset)
        .putLong(propertiesOffset)
        .putInt(filterLength)
        .putInt(indexLength)
        .putInt(propertiesLength)
        .putInt(dataBlockCount)
        .putLong(fileLength)
        .putBytes(new byte[RESERVED_BYTES]);
    out.putInt(0).putInt(version).putLong(MAGIC);
    out.setInt(start + CHECKED_BYTES, checksum(out.array(), start, version));
  }

  /**
   * Reads and checks a footer.
   *
   * @param actualLength length of the file that it stands in
   */
  static SSTableFooter read(byte[] footer, Path file, long actualLength)
      throws CorruptionException, UnsupportedFormatException {
    long start = actualLength - FOOTER_BYTES;
    ByteReader in = new ByteReader(footer, file, start);
    long dataLength = in.getLong();
    long filterOffset = in.getLong();
    long indexOffset = in.getLong();
    long propertiesOffset = in.getLong();
    int filterLength = in.getInt();
    int indexLength = in.getInt();
    int propertiesLength = in.getInt();
    int dataBlockCount = in.getInt();
    long fileLength = in.getLong();
    in.getBytes(RESERVED_BYTES);
    int storedChecksum = in.getInt();
    int version = in.getInt();
    long magic = in.getLong();
    if (magic != MAGIC) {
      throw wrongMagic(file, actualLength - Long.BYTES, magic);
    }
    if (version < OLDEST_VERSION || version > VERSION) {
      throw new UnsupportedFormatException(file, version, VERSION);
    }
    int checksum = checksum(footer, 0, version);
    if (checksum != storedChecksum) {
      throw CorruptionException.checksum("footer", file, start, storedChecksum, checksum);
    }
    SSTableFooter read =
        new SSTableFooter(
            dataLength,
            filterOffset,
            filterLength,
            indexOffset,
            indexLength,
            propertiesOffset,
            propertiesLength,
            dataBlockCount,
            fileLength,
            version);
    read.check(file, actualLength);
    return read;
  }

  /**
   * The checksum of a footer, its version included, so that a damaged one is not taken for another;
   * version 4 did without that.
   */
  private static int checksum(byte[] bytes, int start, int version) {
    Crc32c crc = new Crc32c().update(bytes, start, CHECKED_BYTES);
    if (version > 4) {
      crc.update(bytes, start + VERSION_OFFSET, Integer.BYTES);
    }
    return crc.value();
  }

  static CorruptionException wrongMagic(Path file, long offset, long found) {
    return new CorruptionException(
        "table magic", file, offset, "0x%016x".formatted(MAGIC), "0x%016x".formatted(found));
  }

  private void check(Path file, long actualLength) throws CorruptionException {
    long end = actualLength - FOOTER_BYTES;
    if (fileLength != actualLength) {
      throw new CorruptionException(
          "table length", file, end, fileLength + " bytes", actualLength + " bytes");
    }
    checkSection("data", file, 0, dataLength, filterOffset);
    if (dataBlockCount < 1 || dataBlockCount > dataLength / BlockLayout.TRAILER_BYTES) {
      throw new CorruptionException(
          "number of data blocks",
          file,
          end,
          "as many as " + dataLength + " bytes hold",
          Integer.toString(dataBlockCount));
    }
    checkSection("filter", file, filterOffset, filterLength, indexOffset);
    checkSection("index", file, indexOffset, indexLength, propertiesOffset);
    checkSection("properties", file, propertiesOffset, propertiesLength, end);
  }

  private static void checkSection(String name, Path file, long offset, long length, long end)
      throws CorruptionException {
    if (offset < 0 || length < 0 || offset > end - length) {
      throw new CorruptionException(
          name + " section", file, offset, "an end at or before " + end, length + " bytes");
    }
  }
}
