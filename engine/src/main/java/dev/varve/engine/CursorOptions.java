package dev.varve.engine;

/**
 * What a cursor shows.
 *
 * @param snapshot the moment, or {@code null} for the present
 * @param lower least key to show, or {@code null}
 * @param upper key above all that are shown, itself excluded, or {@code null}
 */
@SuppressWarnings("ArrayRecordComponent") // a request, never compared
public record CursorOptions(Snapshot snapshot, byte[] lower, byte[] upper) {
  private static final CursorOptions ALL = new CursorOptions(null, null, null);

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
}
