package dev.varve.engine;

import java.io.IOException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Walks the live keys of one partition in both directions, as they were when the cursor was opened,
 * or at its snapshot. Later writes do not show. For one thread at a time; close it, since it keeps
 * replaced tables from being deleted.
 *
 * <p>Positioning methods return whether the cursor stands on an entry afterwards; accessors may
 * only be called while it does.
 *
 * <p>Positioning and reading throw {@link dev.varve.io.CorruptionException} where they meet wrong
 * bytes.
 */
public interface Cursor extends AutoCloseable {
  /** Moves to the least key within bounds. */
  boolean first() throws IOException;

  /** Moves to the greatest key within bounds. */
  boolean last() throws IOException;

  /** Moves to the least key within bounds that is {@code >= key}. */
  boolean seek(byte[] key) throws IOException;

  /**
   * As {@link #seek(byte[])}, for a range of a buffer.
   *
   * @throws IndexOutOfBoundsException if the range is not within the buffer
   */
  boolean seek(DirectBuffer key, int offset, int length) throws IOException;

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

  /** Length of the key in bytes. */
  int keyLength();

  /** A fresh copy of the key. */
  byte[] key() throws IOException;

  /**
   * Copies the key to the start of an array. Allocates nothing.
   *
   * @return the key's length; if it is greater than the target's, nothing was copied
   */
  int copyKey(byte[] target) throws IOException;

  /**
   * Copies the key to behind an offset in a buffer.
   *
   * @return the key's length; if there is less room behind the offset, nothing was copied
   */
  int copyKey(MutableDirectBuffer target, int offset) throws IOException;

  /** Length of the value in bytes. */
  int valueLength();

  /** A fresh copy of the value. */
  byte[] value() throws IOException;

  /**
   * Copies the value to the start of an array. Allocates nothing.
   *
   * @return the value's length; if it is greater than the target's, nothing was copied
   */
  int copyValue(byte[] target) throws IOException;

  /**
   * Copies the value to behind an offset in a buffer.
   *
   * @return the value's length; if there is less room behind the offset, nothing was copied
   */
  int copyValue(MutableDirectBuffer target, int offset) throws IOException;

  /**
   * Copies key and value to the starts of arrays, in less time than {@link #copyKey} and {@link
   * #copyValue} one after the other. Allocates nothing.
   *
   * @return false if one of the arrays is too short: then nothing was copied
   */
  boolean copyEntry(byte[] key, byte[] value) throws IOException;

  /** Releases what the cursor holds. Closing twice is allowed. */
  @Override
  void close();
}
