package dev.varve.dynamodb.codec;

/**
 * The parts of a stored item; the page is {@code docs/formats/item.md}.
 *
 * <pre>
 *  0         1              ...      ...
 *  +---------+--------------+--------+-----------+-----------+--
 *  | version | item's size, | count, | attribute | attribute | ...
 *  | u8      | varint       | varint |           |           |
 *  +---------+--------------+--------+-----------+-----------+--
 *
 *  attribute: | name length, varint | name, UTF-8 | value |
 *  value:     | type, u8 | payload length, varint | payload |
 * </pre>
 */
final class ItemLayout {
  /** The format version that this release writes, and the only one it reads. */
  static final int VERSION = 1;

  // Type bytes. Stored: never renumber. Booleans and null have neither length nor payload.
  static final int STRING = 1;
  static final int NUMBER = 2;
  static final int BINARY = 3;
  static final int FALSE = 4;
  static final int TRUE = 5;
  static final int NULL = 6;
  static final int STRING_SET = 7;
  static final int NUMBER_SET = 8;
  static final int BINARY_SET = 9;
  static final int LIST = 10;
  static final int MAP = 11;

  private ItemLayout() {}

  /** Whether a length and a payload follow the type byte. */
  static boolean hasPayload(int type) {
    return type != FALSE && type != TRUE && type != NULL;
  }
}
