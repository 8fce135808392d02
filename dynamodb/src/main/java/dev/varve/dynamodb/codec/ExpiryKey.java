package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.io.ByteWriter;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * The entries of an expiry index, in the order in which their items expire; {@code
 * docs/formats/expiry.md}.
 *
 * <p>{@code time | engine key of the item}, where the time is the item's own number in the ordered
 * form of {@link NumberCodec}, which says itself where it ends. The value is a format version.
 */
public final class ExpiryKey {
  private static final byte VERSION = 1;

  private ExpiryKey() {}

  /**
   * The key of an entry.
   *
   * @param time the value of the item's attribute, in seconds since 1970
   * @param itemKey the engine key of the item
   */
  public static byte[] encode(AttributeValue.N time, byte[] itemKey) {
    ByteWriter out = new ByteWriter(24 + itemKey.length);
    NumberCodec.putOrdered(out, time);
    return out.putBytes(itemKey).toByteArray();
  }

  /** The value of every entry. */
  public static byte[] value() {
    return new byte[] {VERSION};
  }

  /**
   * The engine key of the item of an entry.
   *
   * @throws IndexOutOfBoundsException if the key is none of an entry
   */
  public static byte[] itemKey(byte[] key) {
    return Arrays.copyOfRange(key, NumberCodec.endOfOrdered(key, 0), key.length);
  }

  /** The smallest key with this time or a later one. */
  public static byte[] from(BigDecimal seconds) {
    ByteWriter out = new ByteWriter(24);
    NumberCodec.putOrdered(out, new AttributeValue.N(seconds));
    return out.toByteArray();
  }

  /** The smallest key with a later time. */
  public static byte[] after(BigDecimal seconds) {
    return KeyCodec.afterPrefix(from(seconds));
  }
}
