package dev.varve.wal;

import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;

/**
 * Checks records in a copy of one segment file. A positioned reader: after {@link #check} the
 * accessors speak of the record checked, until the next check or load. Owns the copy, which {@link
 * #bytes} lends. For one thread.
 */
final class SegmentReader {
  private final FileSystem files;
  private byte[] bytes = new byte[0];
  private int limit;
  private SegmentFile loaded;
  private RecordChecksum checksum;
  private int at;
  private int lengthAndKind;
  private long sequence;

  // Of the last check: put into words by problem() only, since a search checks millions of places.
  private boolean pastEnd;
  private boolean implausible;
  private long lastSequence;
  private int storedChecksum;
  private int checksumOfBytes;

  SegmentReader(FileSystem files) {
    this.files = files;
  }

  /** Reads the file's first {@code count} bytes, unless they are here. */
  void load(SegmentFile segment, int count) throws IOException {
    if (segment.equals(loaded) && limit >= count) {
      return;
    }
    loaded = null;
    if (bytes.length < count) {
      bytes = new byte[count];
    }
    try (StorageFile file = files.openReadOnly(segment.path())) {
      SegmentFile.read(file, bytes, count);
    }
    limit = count;
    checksum = new RecordChecksum(segment.header().salt());
    loaded = segment;
  }

  /** Reads the whole file, unless it is here. */
  void load(SegmentFile segment) throws IOException {
    load(segment, segment.header().segmentBytes());
  }

  /**
   * Whether a whole record of this incarnation of the file stands at {@code offset}.
   *
   * @param lastSequence the caller's record must have a larger sequence number, a record of the
   *     log's own must not have a smaller one
   */
  boolean check(int offset, long lastSequence) {
    at = offset;
    this.lastSequence = lastSequence;
    pastEnd = offset + WalLayout.FRAME_BYTES > limit;
    if (pastEnd) {
      return false;
    }
    lengthAndKind = (int) WalLayout.INT.get(bytes, offset + WalLayout.LENGTH_KIND_OFFSET);
    sequence = (long) WalLayout.LONG.get(bytes, offset + WalLayout.SEQUENCE_OFFSET);
    implausible = !plausible();
    if (implausible) {
      return false;
    }
    storedChecksum = (int) WalLayout.INT.get(bytes, offset + WalLayout.CRC_OFFSET);
    checksumOfBytes =
        checksum.of(
            LogPosition.of(loaded.id(), offset),
            lengthAndKind,
            sequence,
            bytes,
            payloadOffset(),
            length());
    return storedChecksum == checksumOfBytes;
  }

  /** Why the last check failed. */
  String problem() {
    if (pastEnd) {
      return "the end of the segment";
    }
    return implausible
        ? "kind=%d length=%d sequence=%d behind %d"
            .formatted(kind(), length(), sequence, lastSequence)
        : "checksum 0x%08x, stored 0x%08x".formatted(checksumOfBytes, storedChecksum);
  }

  int kind() {
    return WalLayout.kind(lengthAndKind);
  }

  int length() {
    return WalLayout.length(lengthAndKind);
  }

  long sequence() {
    return sequence;
  }

  byte[] bytes() {
    return bytes;
  }

  int payloadOffset() {
    return at + WalLayout.FRAME_BYTES;
  }

  /** A field of a MARK's or START's payload. */
  long controlField(int offset) {
    return (long) WalLayout.LONG.get(bytes, payloadOffset() + offset);
  }

  /** Where the next record begins. */
  int nextOffset() {
    return at + WalLayout.recordBytes(length());
  }

  // Before the checksum, so that a search for records behind a bad one computes few of them.
  private boolean plausible() {
    if (sequence < lastSequence || sequence > WalLayout.MAX_SEQUENCE || nextOffset() > limit) {
      return false;
    }
    return switch (kind()) {
      case WalLayout.KIND_DATA -> sequence > lastSequence;
      case WalLayout.KIND_MARK, WalLayout.KIND_START, WalLayout.KIND_NEXT ->
          length() == WalLayout.CONTROL_LENGTH;
      default -> false;
    };
  }
}
