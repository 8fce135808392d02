package dev.varve.engine.merge;

import dev.varve.sstable.EntryKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Walks the user keys of one source in both directions, showing of each key its newest version at
 * or below a snapshot, tombstones included.
 *
 * <p>What is said of an entry may only be asked for while {@link #isValid}. Segments are borrowed:
 * valid until the next move or {@link #close}. For one thread.
 */
public abstract class EntryCursor implements AutoCloseable {
  private boolean valid;

  /** Begins at no entry. */
  protected EntryCursor() {}

  /** Moves to the least key. */
  public abstract boolean first() throws IOException;

  /** Moves to the greatest key. */
  public abstract boolean last() throws IOException;

  /** Moves to the least key that is {@code >= key}. */
  public abstract boolean seek(byte[] key) throws IOException;

  /** Moves to the greatest key that is {@code < key}. */
  public abstract boolean seekBefore(byte[] key) throws IOException;

  /** Whether a move is likely to wait for the device. */
  public boolean isOnDevice() {
    return false;
  }

  /** Begins to read what {@link #seek} of a key is going to need from the device. */
  public void prefetch(byte[] key) throws IOException {}

  /** Moves to the next greater key. */
  public abstract boolean next() throws IOException;

  /** Moves to the next smaller key. */
  public abstract boolean previous() throws IOException;

  @Override
  public abstract void close();

  /** Whether the cursor stands on an entry. */
  public final boolean isValid() {
    return valid;
  }

  /** The entry's kind, put or tombstone. */
  public abstract EntryKind kind();

  /** The key's {@link dev.varve.io.Bytes#prefix}. */
  public abstract long prefix() throws IOException;

  /**
   * Of the entries that come next, forward or backward, how many are known to have a {@link
   * #prefix} short of another. Most sources do not know any.
   */
  public int countTo(long prefix, boolean forward) throws IOException {
    return 0;
  }

  /** Length of the key in bytes. */
  public abstract int keyLength();

  /** Copies the key to the start of an array that is long enough. */
  public abstract void copyKey(byte[] target) throws IOException;

  /** Where the key's bytes are. */
  public abstract MemorySegment keySegment() throws IOException;

  /** Offset of the key in its segment. */
  public abstract long keyOffset();

  /** Length of the value in bytes. */
  public abstract int valueLength();

  /**
   * Copies the value to the start of an array that is long enough.
   *
   * @throws dev.varve.io.CorruptionException if the value cannot be read any more
   */
  public abstract void copyValue(byte[] target) throws IOException;

  /** Copies key and value to the starts of arrays that are long enough. */
  public void copyEntry(byte[] key, byte[] value) throws IOException {
    copyKey(key);
    copyValue(value);
  }

  /** Stands on an entry; returns true. */
  protected final boolean stand() {
    valid = true;
    return true;
  }

  /** Stands on no entry any more; returns false. */
  protected final boolean leave() {
    valid = false;
    return false;
  }
}
