package dev.varve.dynamodb.table;

import dev.varve.dynamodb.codec.EntryKeys;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.List;

/** The keys by which a table or an index is queried. Immutable. */
public sealed interface QueryKeys permits KeySchema, IndexSchema {
  /** The attributes whose hash chooses the partition: one, or up to four in an index. */
  List<KeyElement> partitionKeys();

  /** The attributes that order what has one partition key; possibly none. */
  List<KeyElement> sortKeys();

  /** The names of both, the partition key's first. */
  List<String> names();

  /** Makes engine keys of values that have been checked. */
  EntryKeys codec();

  /**
   * Whether an item has the attributes by which a read starts again, with their types, and no
   * other: those of the table's key, and of the index's if it is an index.
   */
  boolean matches(Item startKey);

  /**
   * The engine key where a read starts again.
   *
   * @throws ValidationException if it does not {@link #matches match}, or a value has no bytes or
   *     too many
   */
  byte[] keyOfLookup(Item startKey);

  /** The attributes by which a read starts again behind an engine key: a last evaluated key. */
  Item keyItem(byte[] key);

  /**
   * Checks the lengths of a partition key of the right types.
   *
   * @throws ValidationException if a value has no bytes, or they have too many
   */
  default void checkPartitionKey(List<AttributeValue> values) {
    KeyValues.checkPartitionKey(partitionKeys(), values);
  }

  /**
   * Checks the lengths of a sort key of the right types, or of its first attributes.
   *
   * @throws ValidationException if a value has no bytes, or they have too many
   */
  default void checkSortKey(List<AttributeValue> values) {
    KeyValues.checkSortKey(sortKeys(), values);
  }

  /** Whether an item has the attribute with its type. */
  static boolean has(Item item, KeyElement element) {
    return fits(item.get(element.name()), element);
  }

  /** Whether a value, null for none, has the attribute's type. */
  static boolean fits(AttributeValue value, KeyElement element) {
    return value != null && value.type() == element.type();
  }
}
