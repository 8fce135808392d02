package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.Map;

/**
 * The engine keys of a table's items or of an index's entries: which attributes they hold, and
 * which ranges of them a key condition names.
 *
 * <p>A key begins with the 16-byte hash of the partition key, whose first 64 bits choose the
 * partition that holds it. Ranges are made from a prefix: all that is fixed of the key, the
 * partition key and the leading sort key attributes that are equal to something; then a condition
 * on the sort key attribute that follows.
 */
public sealed interface EntryKeys permits KeyCodec, IndexKeyCodec {
  /** The names of the attributes that the key holds. */
  List<String> names();

  /** Whether the attribute is in the key. */
  default boolean isKeyName(String name) {
    return names().contains(name);
  }

  /** How many attributes the key holds. */
  default int attributeCount() {
    return names().size();
  }

  /** The value of an attribute in an engine key, or null if the key does not hold it. */
  AttributeValue find(byte[] key, String name);

  /** Puts the attributes of an engine key into a map. */
  void putAll(byte[] key, Map<String, AttributeValue> attributes);

  /** Where the partition key ends in an engine key: all before it is the same for its items. */
  static int partitionKeyEnd(byte[] key) {
    return KeyLayout.sortKeyOffset(key);
  }

  /**
   * Where the first attributes behind the partition key end in an engine key.
   *
   * @param attributes how many; the key holds as many
   */
  int sortKeyEnd(byte[] key, int attributes);

  /**
   * What all engine keys with these values begin with.
   *
   * @param partitionKey a value for each attribute of the partition key
   * @param sortKey values for the first attributes of the sort key, possibly none
   */
  byte[] prefix(List<AttributeValue> partitionKey, List<AttributeValue> sortKey);

  /** The smallest key with this value behind the prefix. */
  byte[] at(byte[] prefix, AttributeValue value);

  /** A key larger than all with this value behind the prefix, and than no others behind these. */
  byte[] behind(byte[] prefix, AttributeValue value);

  /** The smallest key with a value behind the prefix that begins with {@code beginning}. */
  byte[] atBeginning(byte[] prefix, AttributeValue beginning);

  /** All keys with the prefix. */
  default KeyBounds all(byte[] prefix) {
    return new KeyBounds(prefix, KeyCodec.afterPrefix(prefix));
  }

  /** Keys with this value. */
  default KeyBounds equalTo(byte[] prefix, AttributeValue value) {
    return new KeyBounds(at(prefix, value), behind(prefix, value));
  }

  /** Keys with a smaller value. */
  default KeyBounds below(byte[] prefix, AttributeValue value) {
    return new KeyBounds(prefix, at(prefix, value));
  }

  /** Keys with this or a smaller value. */
  default KeyBounds upTo(byte[] prefix, AttributeValue value) {
    return new KeyBounds(prefix, behind(prefix, value));
  }

  /** Keys with a larger value. */
  default KeyBounds above(byte[] prefix, AttributeValue value) {
    return new KeyBounds(behind(prefix, value), KeyCodec.afterPrefix(prefix));
  }

  /** Keys with this or a larger value. */
  default KeyBounds from(byte[] prefix, AttributeValue value) {
    return new KeyBounds(at(prefix, value), KeyCodec.afterPrefix(prefix));
  }

  /**
   * Keys with a value between two, both inclusive. Empty, the bounds reversed, if the first is the
   * larger one.
   */
  default KeyBounds between(byte[] prefix, AttributeValue first, AttributeValue last) {
    return new KeyBounds(at(prefix, first), behind(prefix, last));
  }

  /** Keys whose value, a string or binary, begins with {@code beginning}, which may be empty. */
  default KeyBounds beginningWith(byte[] prefix, AttributeValue beginning) {
    byte[] lower = atBeginning(prefix, beginning);
    return new KeyBounds(lower, KeyCodec.afterPrefix(lower));
  }
}
