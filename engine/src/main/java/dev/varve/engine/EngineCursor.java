package dev.varve.engine;

import dev.varve.engine.merge.EntryCursor;
import dev.varve.engine.merge.MergingCursor;
import dev.varve.engine.read.CursorPool;
import dev.varve.engine.read.ViewCursor;
import dev.varve.io.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A merging cursor over one pinned view, within bounds. */
final class EngineCursor implements Cursor {
  private final ViewCursor source;
  private final MergingCursor merged;
  private final CursorPool pool;
  private final byte[] lower;
  private final byte[] upper;
  private final long upperPrefix;
  private byte[] scratch = new byte[0];
  private boolean valid;
  private boolean closed;

  /**
   * Opens a cursor.
   *
   * @param source given back when the cursor closes
   */
  EngineCursor(ViewCursor source, long snapshot, CursorPool pool, byte[] lower, byte[] upper) {
    this.source = source;
    this.merged = source.at(snapshot);
    this.pool = pool;
    this.lower = lower;
    this.upper = upper;
    upperPrefix = upper == null ? 0 : Bytes.prefix(upper, 0);
  }

  @Override
  public boolean first() throws IOException {
    leave();
    return within(lower == null ? merged.first() : merged.seek(lower));
  }

  @Override
  public boolean last() throws IOException {
    leave();
    return within(upper == null ? merged.last() : merged.seekBefore(upper));
  }

  @Override
  public boolean seek(byte[] key) throws IOException {
    leave();
    boolean below = lower != null && Arrays.compareUnsigned(key, lower) < 0;
    return within(merged.seek(below ? lower : key));
  }

  @Override
  public boolean seek(DirectBuffer key, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, key.capacity());
    byte[] sought = new byte[length];
    key.getBytes(offset, sought);
    return seek(sought);
  }

  @Override
  public boolean seekBefore(byte[] key) throws IOException {
    leave();
    boolean above = upper != null && Arrays.compareUnsigned(key, upper) > 0;
    return within(merged.seekBefore(above ? upper : key));
  }

  @Override
  public boolean next() throws IOException {
    requireEntry();
    valid = false; // if that fails
    valid = merged.next() && isBelowUpper();
    return valid;
  }

  @Override
  public boolean previous() throws IOException {
    requireEntry();
    valid = false; // if that fails
    valid = merged.previous() && !isBelowLower();
    return valid;
  }

  @Override
  public boolean isValid() {
    return valid;
  }

  @Override
  public int keyLength() {
    return entry().keyLength();
  }

  @Override
  public byte[] key() throws IOException {
    byte[] key = new byte[keyLength()];
    copyKey(key);
    return key;
  }

  @Override
  public int copyKey(byte[] target) throws IOException {
    EntryCursor entry = entry();
    int length = entry.keyLength();
    if (length <= target.length) {
      entry.copyKey(target);
    }
    return length;
  }

  @Override
  public int copyKey(MutableDirectBuffer target, int offset) throws IOException {
    EntryCursor entry = entry();
    int length = entry.keyLength();
    if (length <= target.capacity() - offset) {
      entry.copyKey(scratch(length));
      target.putBytes(offset, scratch, 0, length);
    }
    return length;
  }

  @Override
  public int valueLength() {
    return entry().valueLength();
  }

  @Override
  public byte[] value() throws IOException {
    byte[] value = new byte[valueLength()];
    copyValue(value);
    return value;
  }

  @Override
  public int copyValue(byte[] target) throws IOException {
    EntryCursor entry = entry();
    int length = entry.valueLength();
    if (length <= target.length) {
      entry.copyValue(target);
    }
    return length;
  }

  @Override
  public int copyValue(MutableDirectBuffer target, int offset) throws IOException {
    EntryCursor entry = entry();
    int length = entry.valueLength();
    if (length <= target.capacity() - offset) {
      entry.copyValue(scratch(length));
      target.putBytes(offset, scratch, 0, length);
    }
    return length;
  }

  /** An array of at least some length, for sources that copy to arrays alone. */
  private byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, 2 * scratch.length)];
    }
    return scratch;
  }

  @Override
  public boolean copyEntry(byte[] key, byte[] value) throws IOException {
    EntryCursor entry = entry();
    boolean fits = entry.keyLength() <= key.length && entry.valueLength() <= value.length;
    if (fits) {
      entry.copyEntry(key, value);
    }
    return fits;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      valid = false;
      pool.giveBack(source);
    }
  }

  /** Stands on no entry, also if the move to one that follows fails. */
  private void leave() {
    requireOpen();
    valid = false;
  }

  private boolean within(boolean positioned) throws IOException {
    valid = positioned && !isBelowLower() && isBelowUpper();
    return valid;
  }

  private boolean isBelowLower() throws IOException {
    return lower != null && compareTo(lower) < 0;
  }

  private boolean isBelowUpper() throws IOException {
    if (upper == null) {
      return true;
    }
    int order = Long.compareUnsigned(merged.entry().prefix(), upperPrefix);
    return order < 0 || (order == 0 && compareTo(upper) < 0);
  }

  private int compareTo(byte[] bound) throws IOException {
    EntryCursor entry = merged.entry();
    return -Bytes.compare(bound, entry.keySegment(), entry.keyOffset(), entry.keyLength());
  }

  private EntryCursor entry() {
    requireEntry();
    return merged.entry();
  }

  private void requireEntry() {
    if (!valid) {
      requireOpen();
      throw new IllegalStateException("the cursor stands on no entry");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
  }
}
