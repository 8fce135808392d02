package dev.varve.engine;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Walks the live keys of one partition in both directions, as they were when the cursor was opened,
 * or at its snapshot. Later writes do not show. For one thread at a time; close it, since it keeps
 * replaced tables from being deleted.
 *
 * <p>Positioning methods return whether the cursor stands on an entry afterwards; accessors may
 * only be called while it does.
 *
 * <p>All positioning methods throw {@link dev.varve.io.CorruptionException} if they meet wrong
 * bytes.
 */
public interface Cursor extends AutoCloseable {
  /** Moves to the least key within bounds. */
  boolean first() throws IOException;

  /** Moves to the greatest key within bounds. */
  boolean last() throws IOException;

  /** Moves to the least key within bounds that is {@code >= key}. */
  boolean seek(byte[] key) throws IOException;

  /** Moves to the greatest key within bounds that is {@code < key}. */
  boolean seekBefore(byte[] key) throws IOException;

  /**
   * Moves to the next greater key.
   *
   * @throws IllegalStateException if the cursor stands on no entry
   */
  boolean next() throws IOException;

  /**
   * Moves to the next smaller key.
   *
   * @throws IllegalStateException if the cursor stands on no entry
   */
  boolean previous() throws IOException;

  /** Whether the cursor stands on an entry. */
  boolean isValid();

  /** A fresh copy of the key. */
  byte[] key();

  /** A fresh copy of the value. */
  byte[] value();

  /**
   * The key in place: borrowed, read-only by agreement, valid until the next move or {@link
   * #close}.
   */
  MemorySegment keySegment();

  /**
   * The value in place: borrowed, read-only by agreement, valid until the next move or {@link
   * #close}.
   */
  MemorySegment valueSegment();

  /** Length of the value in bytes. */
  int valueLength();

  /** Releases what the cursor holds. Closing twice is allowed. */
  @Override
  void close();
}
