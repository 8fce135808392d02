package dev.varve.io;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * One open file, read and written by position. Safe for use by many threads; an interrupt of the
 * calling thread does not close it.
 */
public interface StorageFile extends Closeable {
  /** What a mapping may be used for. */
  enum MapMode {
    /** Loads only. */
    READ_ONLY,
    /** Loads and stores; stores reach the file, and its storage with {@link #sync()}. */
    READ_WRITE
  }

  /** The name under which the file was opened, absolute. */
  Path path();

  /** Current length in bytes. */
  long length() throws IOException;

  /**
   * Fills {@code target} from {@code position} on.
   *
   * @throws java.io.EOFException if the file ends before the target is full
   * @throws IOException if the read fails
   */
  void read(long position, MemorySegment target) throws IOException;

  /** Writes all of {@code source} at {@code position}, growing the file if needed. */
  void write(long position, MemorySegment source) throws IOException;

  /**
   * Grows the file to {@code length} bytes of real storage that reads as zeros, so that later
   * stores through a mapping cannot run out of space. A longer file is left alone. Not durable
   * before {@link #sync()}.
   */
  void preallocate(long length) throws IOException;

  /** Cuts the file to {@code length} bytes. */
  void truncate(long length) throws IOException;

  /**
   * Makes contents and length durable (fdatasync), stores through mappings included. A caller must
   * treat a failure as final: the system may have dropped the dirty pages, so that a second sync
   * would succeed without them.
   */
  void sync() throws IOException;

  /**
   * Makes a range of a mapping durable, and no other part of the file. The range must lie where
   * storage is already allocated durably. A failure is as final as that of {@link #sync()}.
   *
   * @param mapping a mapping of this file for stores, which {@link #map} returned
   */
  void sync(MemoryRegion mapping, long offset, long length) throws IOException;

  /**
   * Maps a range that lies within the file.
   *
   * @param owner names the holder in the {@link MemoryLedger}
   * @param access how the mapping is going to be used
   * @return the mapping, owned by the caller, valid also after this file is closed
   * @throws java.io.EOFException if the file ends before {@code offset + length}
   * @throws IOException if mapping fails
   */
  MemoryRegion map(MapMode mode, long offset, long length, String owner, Access access)
      throws IOException;

  /**
   * Says that a range which {@link #read} or {@link #write} has been over is not needed again soon:
   * its pages in memory may go, those in use through a mapping excepted, and those not yet on
   * storage. Changes nothing of what the file holds.
   */
  void release(long offset, long length) throws IOException;
}
