package dev.varve.engine;

import dev.varve.engine.read.CursorPool;
import dev.varve.engine.read.ViewCursor;
import dev.varve.engine.table.KeyRange;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a cursor shows. Immutable: the arrays are copied, in both directions. Two are equal if they
 * have the same snapshot and equal bounds.
 *
 * @param snapshot the moment, or {@code null} for the present
 * @param lower least key to show, or {@code null}
 * @param upper key above all that are shown, itself excluded, or {@code null}
 */
@SuppressWarnings("ArrayRecordComponent") // copied, and compared by content
public record CursorOptions(Snapshot snapshot, byte[] lower, byte[] upper) {
  private static final CursorOptions ALL = new CursorOptions(null, null, null);

  /** Copies the bounds. */
  public CursorOptions {
    lower = copy(lower);
    upper = copy(upper);
  }

  /** All keys of the present. */
  public static CursorOptions all() {
    return ALL;
  }

  /**
   * Keys of the present from {@code lower} (included) to {@code upper} (excluded); {@code null}
   * leaves a side open.
   */
  public static CursorOptions range(byte[] lower, byte[] upper) {
    return new CursorOptions(null, lower, upper);
  }

  /** The same keys at a snapshot. */
  public CursorOptions at(Snapshot moment) {
    return new CursorOptions(moment, lower, upper);
  }

  /** A copy of the least key to show, or {@code null}. */
  @Override
  public byte[] lower() {
    return copy(lower);
  }

  /** A copy of the key above all that are shown, or {@code null}. */
  @Override
  public byte[] upper() {
    return copy(upper);
  }

  /**
   * Opens a cursor within these bounds and its partition's, which it only reads: so they need no
   * further copy.
   */
  EngineCursor open(ViewCursor source, long sequence, CursorPool pool) {
    KeyRange range = source.range();
    return new EngineCursor(source, sequence, pool, range.clipLower(lower), range.clipUpper(upper));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CursorOptions that
        && Objects.equals(snapshot, that.snapshot)
        && Arrays.equals(lower, that.lower)
        && Arrays.equals(upper, that.upper);
  }

  @Override
  public int hashCode() {
    return Objects.hash(snapshot, Arrays.hashCode(lower), Arrays.hashCode(upper));
  }

  @Override
  public String toString() {
    return "CursorOptions[snapshot=%s, lower=%s, upper=%s]"
        .formatted(
            snapshot == null ? "present" : snapshot.sequence(),
            Arrays.toString(lower),
            Arrays.toString(upper));
  }

  private static byte[] copy(byte[] bound) {
    return bound == null ? null : bound.clone();
  }
}
