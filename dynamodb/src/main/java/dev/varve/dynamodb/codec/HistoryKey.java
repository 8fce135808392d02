package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeType;
import dev.varve.io.ByteWriter;
import dev.varve.io.Bytes;

/**
 * Keys of the changes of a history: the item's engine key in a form whose end is in its bytes, then
 * the number of the change; {@code docs/formats/change.md}. So the changes of an item lie together,
 * in their order, and items lie in the order of their own keys.
 */
public final class HistoryKey {
  /** How many bytes the end of an item's key takes. */
  private static final int END_BYTES = 2;

  private HistoryKey() {}

  /** What the keys of all changes of an item begin with. */
  public static byte[] prefix(byte[] itemKey) {
    ByteWriter out = new ByteWriter(itemKey.length + 8);
    ScalarCodec.putDelimited(out, itemKey);
    return out.toByteArray();
  }

  /** How many bytes {@link #prefix} has at most, of an item's key of so many. */
  public static int maxPrefixBytes(int itemKeyBytes) {
    return 2 * itemKeyBytes + END_BYTES;
  }

  /**
   * The engine key of the item whose change it is.
   *
   * @throws IndexOutOfBoundsException if {@code key} is none of a change
   * @throws IllegalArgumentException if {@code key} is none of a change
   */
  public static byte[] itemKey(byte[] key) {
    return ScalarCodec.getDelimited(key, 0, end(key));
  }

  /**
   * The number of the change.
   *
   * @throws IndexOutOfBoundsException if {@code key} is none of a change
   * @throws IllegalArgumentException if {@code key} is none of a change
   */
  public static long sequence(byte[] key) {
    return Bytes.prefix(key, end(key));
  }

  private static int end(byte[] key) {
    int end = ScalarCodec.endOfDelimited(AttributeType.B, key, 0);
    if (key.length - end != Long.BYTES) {
      throw new IllegalArgumentException((key.length - end) + " bytes behind an item's key");
    }
    return end;
  }
}
