package dev.varve.dynamodb.codec;

/**
 * The parts of a stored item; the page is {@code docs/formats/item.md}. {@link
 * dev.varve.dynamodb.encoded.AttributeLayout} has those of an attribute.
 *
 * <pre>
 *  0         1              ...      ...
 *  +---------+--------------+--------+-----------+-----------+--
 *  | version | item's size, | count, | attribute | attribute | ...
 *  | u8      | varint       | varint |           |           |
 *  +---------+--------------+--------+-----------+-----------+--
 * </pre>
 */
final class ItemLayout {
  /** The format version that this release writes, and the only one it reads. */
  static final int VERSION = 1;

  private ItemLayout() {}
}
