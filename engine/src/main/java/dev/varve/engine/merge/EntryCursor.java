package dev.varve.engine.merge;

import dev.varve.sstable.EntryKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Walks the user keys of one source in both directions, showing of each key its newest version at
 * or below a snapshot, tombstones included.
 *
 * <p>Each move says once where the entry's parts are, so that asking for them costs a field and not
 * a chain of calls. The places are borrowed: valid until the next move or {@link #close}. They may
 * only be asked for while {@link #isValid}. For one thread.
 */
public abstract class EntryCursor implements AutoCloseable {
  private boolean valid;
  private MemorySegment keySegment;
  private long keyOffset;
  private int keyLength;
  private long sequence;
  private EntryKind kind;
  private MemorySegment valueSegment;
  private long valueOffset;
  private int valueLength;

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

  /** Where the key's bytes are. */
  public final MemorySegment keySegment() {
    return keySegment;
  }

  /** Offset of the key in its segment. */
  public final long keyOffset() {
    return keyOffset;
  }

  /** Length of the key in bytes. */
  public final int keyLength() {
    return keyLength;
  }

  /** The entry's sequence number. */
  public final long sequence() {
    return sequence;
  }

  /** The entry's kind, put or tombstone. */
  public final EntryKind kind() {
    return kind;
  }

  /**
   * Where the value's bytes are: perhaps in the mapping of a file, where reading them can fail with
   * an {@link InternalError}; {@link #copyValue} is safe.
   */
  public final MemorySegment valueSegment() {
    return valueSegment;
  }

  /** Offset of the value in its segment. */
  public final long valueOffset() {
    return valueOffset;
  }

  /** Length of the value in bytes. */
  public final int valueLength() {
    return valueLength;
  }

  /**
   * Copies the value to the start of an array that is long enough.
   *
   * @throws dev.varve.io.CorruptionException if the value cannot be read any more
   */
  public void copyValue(byte[] target) throws IOException {
    MemorySegment.copy(valueSegment, ValueLayout.JAVA_BYTE, valueOffset, target, 0, valueLength);
  }

  /**
   * Says where the key is that the cursor has moved to; {@link #standOnValue} goes with it. Most
   * often segment and kind are what they were, and storing a reference costs the collector's
   * barrier: it is compared first.
   */
  @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"}) // sparing a barrier
  protected final void standOnKey(
      MemorySegment segment, long offset, int length, long itsSequence, EntryKind itsKind) {
    if (keySegment != segment) {
      keySegment = segment;
    }
    keyOffset = offset;
    keyLength = length;
    sequence = itsSequence;
    if (kind != itsKind) {
      kind = itsKind;
    }
  }

  /** Says where the value is that the cursor has moved to; returns true. */
  @SuppressWarnings({"ReferenceEquality", "MemorySegmentReferenceEquality"}) // sparing a barrier
  protected final boolean standOnValue(MemorySegment segment, long offset, int length) {
    if (valueSegment != segment) {
      valueSegment = segment;
    }
    valueOffset = offset;
    valueLength = length;
    valid = true;
    return true;
  }

  /** Stands where another cursor stands; returns whether that is on an entry. */
  protected final boolean follow(EntryCursor other) {
    if (!other.valid) {
      return leave();
    }
    standOnKey(other.keySegment, other.keyOffset, other.keyLength, other.sequence, other.kind);
    return standOnValue(other.valueSegment, other.valueOffset, other.valueLength);
  }

  /** Stands on no entry any more; returns false. */
  protected final boolean leave() {
    valid = false;
    return false;
  }
}
