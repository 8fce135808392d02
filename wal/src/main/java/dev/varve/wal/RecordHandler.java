package dev.varve.wal;

import java.io.IOException;
import java.nio.file.Path;

/** Receives the records that recovery finds, oldest first. Called by the opening thread only. */
@FunctionalInterface
public interface RecordHandler {
  /**
   * Takes one record.
   *
   * @param firstSequence the sequence number it was appended with
   * @param bytes holds the payload in {@code [offset, offset + length)}, which is its place in the
   *     file too; borrowed, valid until this call returns, not to be changed
   * @param segmentId the segment that holds the record, for {@link Wal#releaseBefore}
   * @param file the segment's file, for error messages
   * @throws IOException if the record cannot be taken; {@link Wal#open} fails with it
   */
  void record(long firstSequence, byte[] bytes, int offset, int length, long segmentId, Path file)
      throws IOException;
}
