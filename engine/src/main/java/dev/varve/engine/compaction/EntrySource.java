package dev.varve.engine.compaction;

import dev.varve.sstable.EntryKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Entries in internal key order: by user key, of each the newest first. The accessors speak of the
 * entry last gone to; segments are borrowed until the next call of {@link #next}. For one thread.
 */
public interface EntrySource {
  /** Goes to the first entry, then to each next one; returns whether there is one. */
  boolean next() throws IOException;

  /** Where the key's bytes are. */
  MemorySegment keySegment() throws IOException;

  /** Offset of the key in its segment. */
  long keyOffset();

  /** Length of the key in bytes. */
  int keyLength();

  /** The entry's sequence number. */
  long sequence();

  /** The entry's kind. */
  EntryKind kind();

  /**
   * Where the value's bytes are.
   *
   * @throws IOException if they cannot be read
   */
  MemorySegment valueSegment() throws IOException;

  /** Offset of the value in its segment. */
  long valueOffset();

  /** Length of the value in bytes. */
  int valueLength();
}
