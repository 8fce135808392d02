/**
 * Items and their values: DynamoDB's ten attribute types as immutable Java values.
 *
 * <p>{@link dev.varve.dynamodb.value.AttributeValue} is the sealed type of a value, {@link
 * dev.varve.dynamodb.value.Item} a map from names to values, {@link dev.varve.dynamodb.value.Utf8}
 * the order and length of strings as DynamoDB sees them. A value that exists is valid in itself:
 * numbers are in range and normalised, sets are sorted and free of duplicates. What depends on
 * where a value stands (nesting, item size, key sizes) is checked by {@link
 * dev.varve.dynamodb.value.ItemRules} and by the operations.
 *
 * <p>All types are immutable and safe to share between threads.
 */
package dev.varve.dynamodb.value;
