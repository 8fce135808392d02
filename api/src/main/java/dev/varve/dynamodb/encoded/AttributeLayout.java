package dev.varve.dynamodb.encoded;

/**
 * The parts of an encoded attribute; the page is {@code docs/formats/item.md}.
 *
 * <pre>
 *  attribute: | name length, varint | name, UTF-8 | value |
 *  value:     | type, u8 | payload length, varint | payload |
 * </pre>
 */
public final class AttributeLayout {
  // Type bytes. Stored: never renumber. Booleans and null have neither length nor payload.
  public static final int STRING = 1;
  public static final int NUMBER = 2;
  public static final int BINARY = 3;
  public static final int FALSE = 4;
  public static final int TRUE = 5;
  public static final int NULL = 6;
  public static final int STRING_SET = 7;
  public static final int NUMBER_SET = 8;
  public static final int BINARY_SET = 9;
  public static final int LIST = 10;
  public static final int MAP = 11;

  private AttributeLayout() {}

  /** Whether a length and a payload follow the type byte. */
  static boolean hasPayload(int type) {
    return type != FALSE && type != TRUE && type != NULL;
  }
}
