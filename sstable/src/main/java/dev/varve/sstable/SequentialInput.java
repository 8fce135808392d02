package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Reads a table once from its start to its end, for a merge, beside the table's mapping: in large
 * pieces, so that the system reads ahead, and letting go of the pages behind, so that a merge does
 * not push out the pages that readers use. For one thread.
 */
final class SequentialInput implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 20;

  private final StorageFile file;
  private final long length;
  private final MemoryRegion piece;

  // The part of the file that is in the piece.
  private long start;
  private long end;

  /**
   * Reads a file from its start.
   *
   * @param file closed with this
   * @param length bytes of the file that may be read
   */
  SequentialInput(StorageFile file, long length, MemoryLedger memory, String owner) {
    this.file = file;
    this.length = length;
    piece = memory.allocate(owner, PIECE_BYTES, Long.BYTES);
  }

  /**
   * Copies a range that begins at or behind the start of the last one.
   *
   * @throws CorruptionException if it cannot be read
   */
  void copy(long offset, int count, MemorySegment target) throws CorruptionException {
    long done = 0;
    while (done < count) {
      long at = offset + done;
      if (at < start || at >= end) {
        fill(at);
      }
      long part = Math.min(count - done, end - at);
      MemorySegment.copy(piece.segment(), at - start, target, done, part);
      done += part;
    }
  }

  private void fill(long at) throws CorruptionException {
    try {
      if (end > start) {
        file.release(start, end - start);
      }
      long count = Math.min(PIECE_BYTES, length - at);
      file.read(at, piece.segment().asSlice(0, count));
      start = at;
      end = at + count;
    } catch (IOException fault) {
      throw CorruptionException.unreadable(file.path(), at, fault);
    }
  }

  /** Lets go of the last pages, and closes the file. */
  @Override
  public void close() {
    piece.close();
    try (file) {
      file.release(start, end - start);
    } catch (IOException _) {
      // All that was needed has been read; that pages stay is no failure.
    }
  }
}
