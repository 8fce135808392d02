package dev.varve.wal;

import dev.varve.io.CorruptionException;
import dev.varve.io.FileNames;
import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment file as recovery finds it.
 *
 * @param slot number in the file's name, which says nothing about its content
 * @param header names the incarnation of the file; {@code null} if the file never had one
 */
record SegmentFile(int slot, Path path, SegmentHeader header) {
  private static final String SUFFIX = ".wal";

  /** Leaves room to count on from the greatest number of any file. */
  private static final int MAX_SLOT = 999_999_999;

  private static final int CHUNK_BYTES = 1 << 20;

  static Path path(Path directory, int slot) {
    return directory.resolve(FileNames.number(slot) + SUFFIX);
  }

  /**
   * Reads the headers of all segment files of a directory, in the order of their names.
   *
   * @throws CorruptionException if a file that was used has no sound header
   */
  static List<SegmentFile> list(FileSystem files, Path directory) throws IOException {
    List<SegmentFile> segments = new ArrayList<>();
    for (String name : files.list(directory)) {
      int slot = (int) FileNames.parse(name, "", SUFFIX, MAX_SLOT);
      if (slot >= 0) {
        Path path = directory.resolve(name);
        segments.add(new SegmentFile(slot, path, readHeader(files, path)));
      }
    }
    return segments;
  }

  long id() {
    return header.segmentId();
  }

  /** Whether the running system, of that boot hash, wrote this incarnation of the file. */
  boolean writtenSinceBoot(long bootHash) {
    return header != null && bootHash != 0 && header.bootHash() == bootHash;
  }

  private static SegmentHeader readHeader(FileSystem files, Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      long length = file.length();
      byte[] bytes = new byte[WalLayout.FIRST_RECORD_OFFSET];
      read(file, bytes, (int) Math.min(bytes.length, length));
      SegmentHeader first = SegmentHeader.decode(bytes, 0, path);
      SegmentHeader second = SegmentHeader.decode(bytes, WalLayout.HEADER_COPY_OFFSET, path);
      if (first == null && second == null) {
        requireNeverUsed(file, length, "one of two sound copies");
        return null;
      }
      // They differ if a power loss came between the two writes: the newer incarnation
      // counts, since the older one was over.
      SegmentHeader header =
          first == null || (second != null && second.segmentId() > first.segmentId())
              ? second
              : first;
      if (length < header.segmentBytes()) {
        requireNeverUsed(file, length, "a file of " + header.segmentBytes() + " bytes");
        return null;
      }
      return header;
    }
  }

  /**
   * A power loss while a new file was made ready may leave any length, and nothing behind the first
   * copy of the header: the second is written when all else is durable.
   */
  private static void requireNeverUsed(StorageFile file, long length, String expected)
      throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, length)];
    for (long at = WalLayout.HEADER_COPY_OFFSET; at < length; at += chunk.length) {
      int count = (int) Math.min(chunk.length, length - at);
      file.read(at, MemorySegment.ofArray(chunk).asSlice(0, count));
      for (int next = 0; next < count; next++) {
        if (chunk[next] != 0) {
          throw new CorruptionException(
              "segment header",
              file.path(),
              0,
              expected + ", or zeros from byte " + WalLayout.HEADER_COPY_OFFSET + " on",
              "%d bytes, 0x%02x at %d".formatted(length, chunk[next], at + next));
        }
      }
    }
  }

  /** Fills the first {@code count} bytes of an array from the file's start. */
  static void read(StorageFile file, byte[] bytes, int count) throws IOException {
    MemorySegment target = MemorySegment.ofArray(bytes);
    // In pieces, since a channel copies through a buffer as large as the call.
    for (int at = 0; at < count; at += CHUNK_BYTES) {
      file.read(at, target.asSlice(at, Math.min(CHUNK_BYTES, count - at)));
    }
  }
}
