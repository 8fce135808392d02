package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.io.Varints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the form of {@link ItemLayout} from an array, forward. For one thread.
 *
 * <p>Bytes that are no item make it throw {@link IndexOutOfBoundsException} or {@link
 * IllegalArgumentException}, never loop or allocate without bound.
 */
final class ItemReader {
  private final byte[] bytes;
  private int at;

  ItemReader(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.at = offset;
  }

  /**
   * Whether two stored items surely are different ones, apart from their keys. Attributes are
   * compared in the order in which they stand; every type but lists and maps, whose entries have no
   * order, has one form for each value.
   */
  static boolean surelyDiffer(byte[] item, byte[] other) {
    ItemReader one = new ItemReader(item, 1);
    ItemReader two = new ItemReader(other, 1);
    if (one.number() != two.number()) {
      return true; // of different sizes
    }
    int count = one.length();
    if (count != two.length()) {
      return true;
    }
    for (int left = count; left > 0; left--) {
      if (!one.skipsSameAs(two, one.length(), two.length())) {
        return false; // attributes in another order, perhaps
      }
      int type = one.unsignedByte();
      if (type != two.unsignedByte()) {
        return true;
      }
      boolean same =
          !ItemLayout.hasPayload(type) || one.skipsSameAs(two, one.length(), two.length());
      if (!same && type != ItemLayout.LIST && type != ItemLayout.MAP) {
        return true;
      }
    }
    return false;
  }

  /** Moves both behind some bytes, and tells whether they were the same. */
  private boolean skipsSameAs(ItemReader other, int length, int otherLength) {
    boolean same =
        Arrays.equals(bytes, at, at + length, other.bytes, other.at, other.at + otherLength);
    at += length;
    other.at += otherLength;
    return same;
  }

  /** Offset of the next byte. */
  int offset() {
    return at;
  }

  int unsignedByte() {
    return bytes[at++] & 0xFF;
  }

  /**
   * A varint that counts or measures something in these bytes, hence is not larger than their
   * number.
   */
  int length() {
    long value = Varints.get(bytes, at);
    if (value < 0 || value > bytes.length) {
      throw new IllegalArgumentException("length " + value + " in " + bytes.length + " bytes");
    }
    at += Varints.length(value);
    return (int) value;
  }

  /** A varint of at most 31 bits. */
  int number() {
    long value = Varints.get(bytes, at);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("number " + value);
    }
    at += Varints.length(value);
    return (int) value;
  }

  /** Stands at the name of an attribute: moves behind it and tells whether it is {@code name}. */
  boolean nameIs(String name) {
    int length = length();
    int start = at;
    at += length;
    return equal(name, start, length);
  }

  private boolean equal(String name, int start, int length) {
    if (start + length > bytes.length) {
      throw new IndexOutOfBoundsException("name of " + length + " bytes at " + start);
    }
    int chars = name.length();
    if (chars > length) {
      return false;
    }
    for (int i = 0; i < chars; i++) {
      char c = name.charAt(i);
      if (c >= 0x80) {
        // Names are seldom anything but ASCII, so encoding the rest is good enough.
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(bytes, start, start + length, encoded, 0, encoded.length);
      }
      if (c != bytes[start + i]) {
        return false;
      }
    }
    return chars == length;
  }

  /** Moves behind a value without decoding it. */
  void skipValue() {
    if (ItemLayout.hasPayload(unsignedByte())) {
      int length = length();
      at += length;
    }
  }

  String string() {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  AttributeValue value() {
    return value(1);
  }

  private AttributeValue value(int level) {
    if (level > ItemRules.MAX_LEVELS) {
      throw new IllegalArgumentException("values nested deeper than " + ItemRules.MAX_LEVELS);
    }
    int type = unsignedByte();
    return switch (type) {
      case ItemLayout.STRING -> new AttributeValue.S(string());
      case ItemLayout.NUMBER -> numberValue();
      case ItemLayout.BINARY -> binary();
      case ItemLayout.FALSE -> AttributeValue.Bool.FALSE;
      case ItemLayout.TRUE -> AttributeValue.Bool.TRUE;
      case ItemLayout.NULL -> AttributeValue.Null.NULL;
      case ItemLayout.STRING_SET -> stringSet();
      case ItemLayout.NUMBER_SET -> numberSet();
      case ItemLayout.BINARY_SET -> binarySet();
      case ItemLayout.LIST -> list(level);
      case ItemLayout.MAP -> map(level);
      default -> throw new IllegalArgumentException("type byte " + type);
    };
  }

  private AttributeValue.N numberValue() {
    int length = length();
    AttributeValue.N number = NumberCodec.getStored(bytes, at, length);
    at += length;
    return number;
  }

  private AttributeValue.B binary() {
    int length = length();
    if (at + length > bytes.length) {
      throw new IndexOutOfBoundsException("binary of " + length + " bytes at " + at);
    }
    AttributeValue.B binary = new AttributeValue.B(bytes, at, length);
    at += length;
    return binary;
  }

  private AttributeValue stringSet() {
    int count = count();
    List<String> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(string());
    }
    return new AttributeValue.SS(elements);
  }

  private AttributeValue numberSet() {
    int count = count();
    List<AttributeValue.N> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(numberValue());
    }
    return new AttributeValue.NS(elements);
  }

  private AttributeValue binarySet() {
    int count = count();
    List<AttributeValue.B> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(binary());
    }
    return new AttributeValue.BS(elements);
  }

  private AttributeValue list(int level) {
    int count = count();
    List<AttributeValue> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(value(level + 1));
    }
    return new AttributeValue.L(elements);
  }

  private AttributeValue map(int level) {
    int count = count();
    Map<String, AttributeValue> entries = LinkedHashMap.newLinkedHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = string();
      entries.put(name, value(level + 1));
    }
    return new AttributeValue.M(entries);
  }

  /** Steps over a payload's length and reads the count that begins it. */
  private int count() {
    length();
    return length();
  }
}
