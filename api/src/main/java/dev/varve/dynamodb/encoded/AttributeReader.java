package dev.varve.dynamodb.encoded;

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
 * Reads the form of {@link AttributeLayout} from an array, forward. For one thread.
 *
 * <p>Bytes that are no item make it throw {@link IndexOutOfBoundsException} or {@link
 * IllegalArgumentException}, never loop or allocate without bound.
 */
public final class AttributeReader {
  private final byte[] bytes;
  private int at;

  /** Reads from an offset on. */
  public AttributeReader(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.at = offset;
  }

  /**
   * Stands at the first of some attributes, as another reader does: whether theirs surely are other
   * names or values. Attributes are compared in the order in which they stand; every type but lists
   * and maps, whose entries have no order, has one form for each value. Where both stand afterwards
   * is not defined.
   *
   * @param count of the attributes, the same for both
   */
  public boolean surelyDiffers(AttributeReader other, int count) {
    for (int left = count; left > 0; left--) {
      if (!skipsSameAs(other, length(), other.length())) {
        return false; // attributes in another order, perhaps
      }
      int type = unsignedByte();
      if (type != other.unsignedByte()) {
        return true;
      }
      boolean same =
          !AttributeLayout.hasPayload(type) || skipsSameAs(other, length(), other.length());
      if (!same && type != AttributeLayout.LIST && type != AttributeLayout.MAP) {
        return true;
      }
    }
    return false;
  }

  /** Moves both behind some bytes, and tells whether they were the same. */
  private boolean skipsSameAs(AttributeReader other, int length, int otherLength) {
    boolean same =
        Arrays.equals(bytes, at, at + length, other.bytes, other.at, other.at + otherLength);
    at += length;
    other.at += otherLength;
    return same;
  }

  /** Offset of the next byte. */
  public int offset() {
    return at;
  }

  /** The next byte. */
  public int unsignedByte() {
    return bytes[at++] & 0xFF;
  }

  /**
   * A varint that counts or measures something in these bytes, hence is not larger than their
   * number.
   */
  public int length() {
    long value = Varints.get(bytes, at);
    if (value < 0 || value > bytes.length) {
      throw new IllegalArgumentException("length " + value + " in " + bytes.length + " bytes");
    }
    at += Varints.length(value);
    return (int) value;
  }

  /** A varint of at most 31 bits. */
  public int number() {
    long value = Varints.get(bytes, at);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("number " + value);
    }
    at += Varints.length(value);
    return (int) value;
  }

  /** Stands at the name of an attribute: moves behind it and tells whether it is {@code name}. */
  public boolean nameIs(String name) {
    int length = length();
    int start = at;
    at += length;
    return equal(name, start, length);
  }

  /**
   * Stands at the name of an attribute: moves behind it.
   *
   * @return its place among {@code names}, or -1
   */
  public int nameAmong(List<String> names) {
    int length = length();
    int start = at;
    skip(length);
    for (int i = 0; i < names.size(); i++) {
      if (equal(names.get(i), start, length)) {
        return i;
      }
    }
    return -1;
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
  public void skipValue() {
    if (AttributeLayout.hasPayload(unsignedByte())) {
      skip(length());
    }
  }

  /** Moves on. */
  public void skip(int count) {
    if (count > bytes.length - at) {
      throw new IndexOutOfBoundsException(count + " bytes at " + at);
    }
    at += count;
  }

  /**
   * Checks that the attributes end where they should.
   *
   * @throws IllegalArgumentException if the last one goes beyond that
   */
  public void requireEnd(int end) {
    if (at != end) {
      throw new IllegalArgumentException("attributes end at " + at + ", not at " + end);
    }
  }

  /** A name or a string. */
  public String string() {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** A value. */
  public AttributeValue value() {
    return value(1);
  }

  /**
   * Checks that values nest no deeper than they may.
   *
   * @param level 1 for an attribute's own value
   * @throws IllegalArgumentException if they do
   */
  public static void checkLevel(int level) {
    if (level > ItemRules.MAX_LEVELS) {
      throw new IllegalArgumentException("values nested deeper than " + ItemRules.MAX_LEVELS);
    }
  }

  private AttributeValue value(int level) {
    checkLevel(level);
    int type = unsignedByte();
    return switch (type) {
      case AttributeLayout.STRING -> new AttributeValue.S(string());
      case AttributeLayout.NUMBER -> numberValue();
      case AttributeLayout.BINARY -> binary();
      case AttributeLayout.FALSE -> AttributeValue.Bool.FALSE;
      case AttributeLayout.TRUE -> AttributeValue.Bool.TRUE;
      case AttributeLayout.NULL -> AttributeValue.Null.NULL;
      case AttributeLayout.STRING_SET -> stringSet();
      case AttributeLayout.NUMBER_SET -> numberSet();
      case AttributeLayout.BINARY_SET -> binarySet();
      case AttributeLayout.LIST -> list(level);
      case AttributeLayout.MAP -> map(level);
      default -> throw new IllegalArgumentException("type byte " + type);
    };
  }

  private AttributeValue.N numberValue() {
    int length = length();
    AttributeValue.N number = EncodedNumber.get(bytes, at, length);
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
  public int count() {
    length();
    return length();
  }
}
