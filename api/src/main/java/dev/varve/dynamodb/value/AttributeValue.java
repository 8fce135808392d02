package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value of an attribute: one of DynamoDB's ten types.
 *
 * <p>Equality is DynamoDB's: deep, numbers by value, sets without order, lists in order, maps by
 * key. Values of different types are never equal. All values are immutable.
 */
public sealed interface AttributeValue {

  /** The type of this value. */
  default AttributeType type() {
    return switch (this) {
      case S _ -> AttributeType.S;
      case N _ -> AttributeType.N;
      case B _ -> AttributeType.B;
      case Bool _ -> AttributeType.BOOL;
      case Null _ -> AttributeType.NULL;
      case SS _ -> AttributeType.SS;
      case NS _ -> AttributeType.NS;
      case BS _ -> AttributeType.BS;
      case L _ -> AttributeType.L;
      case M _ -> AttributeType.M;
    };
  }

  /** A string. Its order is that of its UTF-8 bytes. */
  record S(String value) implements AttributeValue, Comparable<S> {
    public S {
      requireValue(value);
    }

    /** Whether {@code part} occurs in this string. Takes time in proportion to both lengths. */
    public boolean contains(S part) {
      // Both are well-formed UTF-16, so a match of code units is a match of UTF-8 bytes.
      return part.value.length() <= Search.SHORT
          ? value.contains(part.value)
          : Search.contains(value::charAt, value.length(), part.value::charAt, part.value.length());
    }

    @Override
    public int compareTo(S other) {
      return Utf8.compare(value, other.value);
    }
  }

  /**
   * A number: decimal, exact, at most 38 significant digits, magnitude 1E-130 to 9.99..E+125 or
   * zero.
   *
   * @param value normalised: no trailing zeros in the unscaled value (so the scale may be
   *     negative), zero has scale 0. Hence equal numbers are equal records.
   */
  record N(BigDecimal value) implements AttributeValue, Comparable<N> {
    /**
     * Normalises and checks.
     *
     * @throws ValidationException if the number is out of range or has more than 38 significant
     *     digits
     */
    public N {
      requireValue(value);
      value = Numbers.normalise(value);
    }

    /**
     * Reads a number as DynamoDB does: {@code [+-]? (digits [. digits*] | . digits) ([eE] [+-]?
     * digits)?}.
     *
     * @throws ValidationException if the text is no number, or the number is out of range or too
     *     long
     */
    public static N parse(String text) {
      requireValue(text);
      return Numbers.parse(text);
    }

    /**
     * The exact sum.
     *
     * @throws ValidationException if the sum is out of range or needs more than 38 digits
     */
    public N plus(N other) {
      return Numbers.result(value.add(other.value));
    }

    /**
     * The exact difference.
     *
     * @throws ValidationException if the difference is out of range or needs more than 38 digits
     */
    public N minus(N other) {
      return Numbers.result(value.subtract(other.value));
    }

    /** The number in plain decimal, never scientific, as DynamoDB writes it. */
    public String text() {
      return value.toPlainString();
    }

    @Override
    public int compareTo(N other) {
      return value.compareTo(other.value);
    }

    @Override
    public String toString() {
      return "N[value=" + text() + "]";
    }
  }

  /** Bytes. Their order is unsigned. A class, since a record would lend its array out. */
  final class B implements AttributeValue, Comparable<B> {
    private final byte[] value;

    /** Copies {@code value}. */
    public B(byte[] value) {
      requireValue(value);
      this.value = value.clone();
    }

    /** Copies {@code length} bytes of {@code source} from {@code offset} on. */
    public B(byte[] source, int offset, int length) {
      this.value = Arrays.copyOfRange(source, offset, offset + length);
    }

    /** A copy of the bytes. */
    public byte[] value() {
      return value.clone();
    }

    /** Copies the bytes to {@code target} from {@code offset} on. */
    public void copyTo(byte[] target, int offset) {
      System.arraycopy(value, 0, target, offset, value.length);
    }

    /** The number of bytes. */
    public int length() {
      return value.length;
    }

    /** The byte at {@code index}, from 0. */
    public byte at(int index) {
      return value[index];
    }

    /** Whether these bytes begin with those of {@code prefix}. */
    public boolean startsWith(B prefix) {
      return value.length >= prefix.value.length
          && Arrays.equals(value, 0, prefix.value.length, prefix.value, 0, prefix.value.length);
    }

    /**
     * Whether the bytes of {@code part} occur in these in a row. Takes time in proportion to both
     * lengths.
     */
    public boolean contains(B part) {
      if (part.value.length > Search.SHORT) {
        return Search.contains(this::at, value.length, part::at, part.value.length);
      }
      for (int start = 0; start + part.value.length <= value.length; start++) {
        if (Arrays.equals(
            value, start, start + part.value.length, part.value, 0, part.value.length)) {
          return true;
        }
      }
      return false;
    }

    /** The bytes in Base64. */
    public String base64() {
      return Base64.getEncoder().encodeToString(value);
    }

    @Override
    public int compareTo(B other) {
      return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof B that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "B[value=" + HexFormat.of().formatHex(value) + "]";
    }
  }

  /** True or false. */
  record Bool(boolean value) implements AttributeValue {
    /** True, shared. */
    public static final Bool TRUE = new Bool(true);

    /** False, shared. */
    public static final Bool FALSE = new Bool(false);
  }

  /** The null value, which is a value and not an absence. */
  record Null() implements AttributeValue {
    /** The null value, shared. */
    public static final Null NULL = new Null();
  }

  /**
   * A set of strings.
   *
   * @param values sorted by UTF-8 bytes, without duplicates, not empty, immutable
   */
  record SS(List<String> values) implements AttributeValue {
    /**
     * Sorts and checks.
     *
     * @throws ValidationException if the set is empty or an element occurs twice
     */
    public SS {
      requireValues(values);
      values = Sets.strings(values);
    }

    /** Whether {@code element} is in this set. Takes the logarithm of the set's length. */
    public boolean contains(String element) {
      return Collections.binarySearch(values, element, Utf8::compare) >= 0;
    }
  }

  /**
   * A set of numbers.
   *
   * @param values ascending, without duplicates, not empty, immutable
   */
  record NS(List<N> values) implements AttributeValue {
    /**
     * Sorts and checks.
     *
     * @throws ValidationException if the set is empty or an element occurs twice
     */
    public NS {
      requireValues(values);
      values = Sets.numbers(values);
    }

    /** Whether {@code element} is in this set. Takes the logarithm of the set's length. */
    public boolean contains(N element) {
      return Collections.binarySearch(values, element) >= 0;
    }
  }

  /**
   * A set of binaries.
   *
   * @param values sorted as unsigned bytes, without duplicates, not empty, immutable
   */
  record BS(List<B> values) implements AttributeValue {
    /**
     * Sorts and checks.
     *
     * @throws ValidationException if the set is empty or an element occurs twice
     */
    public BS {
      requireValues(values);
      values = Sets.binaries(values);
    }

    /** Whether {@code element} is in this set. Takes the logarithm of the set's length. */
    public boolean contains(B element) {
      return Collections.binarySearch(values, element) >= 0;
    }
  }

  /**
   * A list of values of any types.
   *
   * @param values in order, immutable, may be empty
   */
  record L(List<AttributeValue> values) implements AttributeValue {
    public L {
      requireValues(values);
      values = List.copyOf(values);
    }
  }

  /**
   * A map from names to values of any types.
   *
   * @param values in the order of insertion, immutable, may be empty
   */
  record M(Map<String, AttributeValue> values) implements AttributeValue {
    public M {
      requireValue(values);
      values = values instanceof BrokenValue.Members ? values : copyOf(values);
    }
  }

  /** A string. */
  static S s(String value) {
    return new S(value);
  }

  /**
   * A number from its text.
   *
   * @throws ValidationException if the text is no number, or the number is out of range or too long
   */
  static N n(String text) {
    return N.parse(text);
  }

  /** A whole number. */
  static N n(long value) {
    return new N(BigDecimal.valueOf(value));
  }

  /**
   * A number.
   *
   * @throws ValidationException if it is out of range or too long
   */
  static N n(BigDecimal value) {
    return new N(value);
  }

  /** Bytes, copied. */
  static B b(byte... value) {
    return new B(value);
  }

  /** True or false. */
  static Bool bool(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  /** The null value. */
  static Null nul() {
    return Null.NULL;
  }

  /** A set of strings, in any order. */
  static SS ss(String... values) {
    return new SS(Arrays.asList(values));
  }

  /** A set of numbers from their texts, in any order. */
  static NS ns(String... values) {
    return new NS(Arrays.stream(values).map(N::parse).toList());
  }

  /** A set of whole numbers, in any order. */
  static NS ns(long... values) {
    return new NS(Arrays.stream(values).mapToObj(AttributeValue::n).toList());
  }

  /** A set of binaries, in any order. */
  static BS bs(byte[]... values) {
    return new BS(Arrays.stream(values).map(B::new).toList());
  }

  /** A list. */
  static L l(AttributeValue... values) {
    return new L(Arrays.asList(values));
  }

  /** A map. */
  static M m(Map<String, AttributeValue> values) {
    return new M(values);
  }

  /** An immutable copy of {@code values} in the same order, checked for nulls and empty names. */
  private static Map<String, AttributeValue> copyOf(Map<String, AttributeValue> values) {
    return Collections.unmodifiableMap(AttributeNames.checked(new LinkedHashMap<>(values)));
  }

  /** Refuses null for a list and for an element of it. */
  private static void requireValues(List<?> values) {
    requireValue(values);
    for (Object value : values) {
      requireValue(value);
    }
  }

  private static void requireValue(Object value) {
    if (value == null) {
      throw new ValidationException(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
  }
}
