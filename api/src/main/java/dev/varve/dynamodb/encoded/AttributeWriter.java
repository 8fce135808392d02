package dev.varve.dynamodb.encoded;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteWriter;
import dev.varve.io.Varints;
import java.util.Map;

/**
 * Writes values in the form of {@link AttributeLayout}. Lengths stand before payloads, so they are
 * computed first.
 */
public final class AttributeWriter {
  private AttributeWriter() {}

  /**
   * Appends an attribute.
   *
   * @throws dev.varve.dynamodb.error.ValidationException if a string has no UTF-8 form
   */
  public static void putAttribute(ByteWriter out, String name, AttributeValue value) {
    out.putLengthPrefixed(Utf8.encode(name));
    putValue(out, value);
  }

  /**
   * Appends a value.
   *
   * @throws dev.varve.dynamodb.error.ValidationException if a string has no UTF-8 form
   */
  public static void putValue(ByteWriter out, AttributeValue value) {
    switch (value) {
      case AttributeValue.S s ->
          out.putByte(AttributeLayout.STRING).putLengthPrefixed(Utf8.encode(s.value()));
      case AttributeValue.N n -> {
        out.putByte(AttributeLayout.NUMBER);
        putNumber(out, n);
      }
      case AttributeValue.B b -> out.putByte(AttributeLayout.BINARY).putLengthPrefixed(b.value());
      case AttributeValue.Bool b ->
          out.putByte(b.value() ? AttributeLayout.TRUE : AttributeLayout.FALSE);
      case AttributeValue.Null _ -> out.putByte(AttributeLayout.NULL);
      case AttributeValue.SS set -> {
        putHead(out, AttributeLayout.STRING_SET, payloadLength(value), set.values().size());
        for (String element : set.values()) {
          out.putLengthPrefixed(Utf8.encode(element));
        }
      }
      case AttributeValue.NS set -> {
        putHead(out, AttributeLayout.NUMBER_SET, payloadLength(value), set.values().size());
        for (AttributeValue.N element : set.values()) {
          putNumber(out, element);
        }
      }
      case AttributeValue.BS set -> {
        putHead(out, AttributeLayout.BINARY_SET, payloadLength(value), set.values().size());
        for (AttributeValue.B element : set.values()) {
          out.putLengthPrefixed(element.value());
        }
      }
      case AttributeValue.L list -> {
        putHead(out, AttributeLayout.LIST, payloadLength(value), list.values().size());
        for (AttributeValue element : list.values()) {
          putValue(out, element);
        }
      }
      case AttributeValue.M map -> {
        putHead(out, AttributeLayout.MAP, payloadLength(value), map.values().size());
        for (Map.Entry<String, AttributeValue> entry : map.values().entrySet()) {
          putAttribute(out, entry.getKey(), entry.getValue());
        }
      }
    }
  }

  private static void putNumber(ByteWriter out, AttributeValue.N number) {
    out.putVarint(EncodedNumber.length(number));
    EncodedNumber.put(out, number);
  }

  private static void putHead(ByteWriter out, int type, int payloadLength, int count) {
    out.putByte(type).putVarint(payloadLength).putVarint(count);
  }

  private static int valueLength(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Bool _, AttributeValue.Null _ -> 1;
      case AttributeValue.S _,
          AttributeValue.N _,
          AttributeValue.B _,
          AttributeValue.SS _,
          AttributeValue.NS _,
          AttributeValue.BS _,
          AttributeValue.L _,
          AttributeValue.M _ ->
          1 + prefixed(payloadLength(value));
    };
  }

  private static int payloadLength(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> Utf8.length(s.value());
      case AttributeValue.N n -> EncodedNumber.length(n);
      case AttributeValue.B b -> b.length();
      case AttributeValue.Bool _, AttributeValue.Null _ -> 0;
      case AttributeValue.SS set -> {
        int length = Varints.length(set.values().size());
        for (String element : set.values()) {
          length += prefixed(Utf8.length(element));
        }
        yield length;
      }
      case AttributeValue.NS set -> {
        int length = Varints.length(set.values().size());
        for (AttributeValue.N element : set.values()) {
          length += prefixed(EncodedNumber.length(element));
        }
        yield length;
      }
      case AttributeValue.BS set -> {
        int length = Varints.length(set.values().size());
        for (AttributeValue.B element : set.values()) {
          length += prefixed(element.length());
        }
        yield length;
      }
      case AttributeValue.L list -> {
        int length = Varints.length(list.values().size());
        for (AttributeValue element : list.values()) {
          length += valueLength(element);
        }
        yield length;
      }
      case AttributeValue.M map -> {
        int length = Varints.length(map.values().size());
        for (Map.Entry<String, AttributeValue> entry : map.values().entrySet()) {
          length += prefixed(Utf8.length(entry.getKey())) + valueLength(entry.getValue());
        }
        yield length;
      }
    };
  }

  /** The length of {@code length} bytes with their length in front. */
  private static int prefixed(int length) {
    return Varints.length(length) + length;
  }
}
