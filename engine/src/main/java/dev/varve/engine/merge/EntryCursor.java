package dev.varve.engine.merge;

import dev.varve.sstable.EntryKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Walks the user keys of one source in both directions, showing of each key its newest version at
 * or below a snapshot, tombstones included.
 *
 * <p>The places that the accessors return are borrowed: valid until the next positioning call or
 * {@link #close}. Accessors may only be called while {@link #isValid}. For one thread.
 */
public interface EntryCursor extends AutoCloseable {
  /** Moves to the least key. */
  boolean first() throws IOException;

  /** Moves to the greatest key. */
  boolean last() throws IOException;

  /** Moves to the least key that is {@code >= key}. */
  boolean seek(byte[] key) throws IOException;

  /** Moves to the greatest key that is {@code < key}. */
  boolean seekBefore(byte[] key) throws IOException;

  /** Moves to the next greater key. */
  boolean next() throws IOException;

  /** Moves to the next smaller key. */
  boolean previous() throws IOException;

  /** Whether the cursor stands on an entry. */
  boolean isValid();

  /** Where the key's bytes are. */
  MemorySegment keySegment();

  /** Offset of the key in its segment. */
  long keyOffset();

  /** Length of the key in bytes. */
  int keyLength();

  /** The entry's sequence number. */
  long sequence();

  /** The entry's kind, put or tombstone. */
  EntryKind kind();

  /**
   * Where the value's bytes are: perhaps in the mapping of a file, where reading them can fail with
   * an {@link InternalError}; {@link #copyValue} is safe.
   */
  MemorySegment valueSegment();

  /** Offset of the value in its segment. */
  long valueOffset();

  /** Length of the value in bytes. */
  int valueLength();

  /**
   * Copies the value to the start of an array that is long enough.
   *
   * @throws dev.varve.io.CorruptionException if the value cannot be read any more
   */
  void copyValue(byte[] target) throws IOException;

  @Override
  void close();
}
