package dev.varve.dynamodb.changes;

/**
 * A change of an item. The items are in their stored form, as the table's codec has them.
 *
 * @param sequence tells the order of all changes; no two of a database have the same
 * @param kind what became of the item
 * @param byService whether the database itself made the change, and no caller
 * @param createdMillis when it was made, in milliseconds since 1970
 * @param key the item's engine key
 * @param before the item before; null if there was none, or the log keeps none
 * @param after the item afterwards; null if there is none, or the log keeps none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Change(
    long sequence,
    Kind kind,
    boolean byService,
    long createdMillis,
    byte[] key,
    byte[] before,
    byte[] after) {

  /** What became of an item. */
  public enum Kind {
    /** There was none. */
    INSERT,
    /** It was another. */
    MODIFY,
    /** There is none any more. */
    REMOVE;

    /**
     * What a change does that makes an item of another.
     *
     * @param before null if there was none
     * @param after null if there is none; at least one of both is there
     */
    public static Kind of(byte[] before, byte[] after) {
      if (before == null) {
        return INSERT;
      }
      return after == null ? REMOVE : MODIFY;
    }
  }
}
