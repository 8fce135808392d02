package dev.varve.engine.version;

import dev.varve.io.ByteReader;
import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a manifest back. Edits and marks alternate: an edit is followed by a mark once it is
 * durable. So a bad record at the very end is an edit that was never acknowledged (or a mark, which
 * does no harm), and a bad record with a good one behind it is corruption.
 *
 * <p>But a mark is not synced: a power loss during the next edit's sync may keep that edit and not
 * the mark in front of it. So a bad record in the place of a mark is passed over if an edit follows
 * where the mark would end.
 */
final class ManifestReader {
  private static final int LEAST_RECORD_BYTES = 16;
  private static final int MARK_BYTES = padded(ManifestLayout.RECORD_HEADER_BYTES);

  private final Path path;
  private final byte[] bytes;
  private final ByteBuffer words;

  private ManifestReader(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
    words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a manifest.
   *
   * @param close how it was left, or {@code null}
   */
  static FoundManifest read(FileSystem files, Path path, CleanClose close) throws IOException {
    byte[] bytes;
    try (StorageFile file = files.openReadOnly(path)) {
      bytes = new byte[Math.toIntExact(file.length())];
      file.read(0, MemorySegment.ofArray(bytes));
    }
    return new ManifestReader(path, bytes).read(close);
  }

  private FoundManifest read(CleanClose close) throws IOException {
    int version = readHeader();
    if (close != null) {
      requireAsClosed(close);
    }
    ManifestState state = new ManifestState();
    int edits = 0;
    boolean markIsNext = false;
    int at = ManifestLayout.HEADER_BYTES;
    while (true) {
      if (!isRecord(at)) {
        if (!markIsNext || !isEdit(at + MARK_BYTES)) {
          break;
        }
        at += MARK_BYTES;
      }
      int length = words.getInt(at + 4);
      int kind = kind(at);
      markIsNext = kind == ManifestLayout.KIND_EDIT;
      if (kind == ManifestLayout.KIND_EDIT) {
        int payload = at + ManifestLayout.RECORD_HEADER_BYTES;
        ByteReader in =
            new ByteReader(Arrays.copyOfRange(bytes, payload, at + length), path, payload);
        String contradiction = state.apply(VersionEdit.read(in, version));
        if (contradiction != null) {
          throw new CorruptionException(
              "manifest edit", path, at, "an edit of the state so far", contradiction);
        }
        edits++;
      } else if (kind != ManifestLayout.KIND_MARK) {
        throw new CorruptionException(
            "manifest record kind", path, at, "1 (edit) or 2 (mark)", "" + kind);
      }
      at += padded(length);
    }
    requireNoRecordBehind(at);
    if (edits == 0) {
      throw new CorruptionException("manifest", path, at, "at least one edit", "none");
    }
    return new FoundManifest(
        state, path, Manifest.number(path.getFileName().toString()), at, close);
  }

  private void requireAsClosed(CleanClose close) throws CorruptionException {
    int found = Crc32c.of(bytes, 0, bytes.length);
    if (bytes.length != close.manifestBytes() || found != close.manifestChecksum()) {
      throw new CorruptionException(
          "manifest",
          path,
          Math.min(bytes.length, close.manifestBytes()),
          "%d bytes of checksum 0x%08x, as CURRENT says of the last close"
              .formatted(close.manifestBytes(), close.manifestChecksum()),
          "%d bytes of checksum 0x%08x".formatted(bytes.length, found));
    }
  }

  /** Returns the format version. */
  private int readHeader() throws IOException {
    if (bytes.length < ManifestLayout.HEADER_BYTES) {
      throw new CorruptionException(
          "manifest",
          path,
          0,
          "a header of " + ManifestLayout.HEADER_BYTES + " bytes",
          bytes.length + " bytes");
    }
    long magic = words.getLong(0);
    if (magic != ManifestLayout.MAGIC) {
      throw new CorruptionException(
          "manifest magic",
          path,
          0,
          "0x%016x".formatted(ManifestLayout.MAGIC),
          "0x%016x".formatted(magic));
    }
    int found = Crc32c.of(bytes, 0, 12);
    if (words.getInt(12) != found) {
      throw CorruptionException.checksum("manifest header", path, 0, words.getInt(12), found);
    }
    int version = words.getInt(8);
    if (version < ManifestLayout.OLDEST_VERSION || version > ManifestLayout.FORMAT_VERSION) {
      throw new UnsupportedFormatException(path, version, ManifestLayout.FORMAT_VERSION);
    }
    return version;
  }

  private void requireNoRecordBehind(int bad) throws CorruptionException {
    for (int at = bad + ManifestLayout.RECORD_ALIGNMENT;
        at < bytes.length;
        at += ManifestLayout.RECORD_ALIGNMENT) {
      if (isRecord(at)) {
        throw new CorruptionException(
            "manifest record",
            path,
            bad,
            "a record with its checksum, as one follows at " + at,
            "other bytes");
      }
    }
  }

  private boolean isEdit(int at) {
    return isRecord(at) && kind(at) == ManifestLayout.KIND_EDIT;
  }

  private int kind(int at) {
    return bytes[at + 8];
  }

  private boolean isRecord(int at) {
    if (bytes.length - at < LEAST_RECORD_BYTES) {
      return false;
    }
    int length = words.getInt(at + 4);
    if (length < ManifestLayout.RECORD_HEADER_BYTES || length > bytes.length - at) {
      return false;
    }
    return words.getInt(at)
        == Crc32c.of(
            bytes, at + ManifestLayout.CRC_COVERS_FROM, length - ManifestLayout.CRC_COVERS_FROM);
  }

  private static int padded(int length) {
    return (length + ManifestLayout.RECORD_ALIGNMENT - 1) & -ManifestLayout.RECORD_ALIGNMENT;
  }
}
