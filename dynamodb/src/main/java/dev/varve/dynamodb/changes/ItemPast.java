package dev.varve.dynamodb.changes;

/**
 * What became of an item since a time, as far as one has to know for its state before and after a
 * span of time. At least one of the changes is there.
 *
 * @param key the item's engine key
 * @param first its first change in the span; null for none
 * @param last its last change in the span, possibly the first; null for none
 * @param later its first change behind the span; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ItemPast(byte[] key, Change first, Change last, Change later) {
  /** Whether the item has changed in the span. */
  public boolean hasChanged() {
    return first != null;
  }

  /** The item before the span, in its stored form, if it has changed in it; null for none. */
  public byte[] before() {
    return first.before();
  }

  /** Whether the item at the end of the span is another than the present one, or may be. */
  public boolean hasChangedLater() {
    return later != null;
  }

  /** The item at the end of the span, if it has changed later; null for none. */
  public byte[] after() {
    return later.before();
  }
}
