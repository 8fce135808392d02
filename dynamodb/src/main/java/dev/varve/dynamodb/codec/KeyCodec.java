package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.io.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes engine keys from the keys of one table's items, and reads them back; {@code
 * docs/formats/key.md}.
 *
 * <p>{@code hash(partition key) | length of partition key | partition key | sort key}: the items of
 * one partition key lie together, in the order of their sort keys, at a place that the hash
 * chooses. Values have {@link ScalarCodec}'s plain form.
 *
 * <p>Immutable. Values must have the table's key types and sizes; the operations check that first.
 */
public final class KeyCodec implements EntryKeys {
  private final String partitionKeyName;
  private final AttributeType partitionKeyType;
  private final String sortKeyName;
  private final AttributeType sortKeyType;
  private final List<String> names;

  /**
   * A codec for one table.
   *
   * @param sortKey null if the table has no sort key
   */
  public KeyCodec(KeyElement partitionKey, KeyElement sortKey) {
    this.partitionKeyName = partitionKey.name();
    this.partitionKeyType = partitionKey.type();
    this.sortKeyName = sortKey == null ? null : sortKey.name();
    this.sortKeyType = sortKey == null ? null : sortKey.type();
    this.names =
        sortKey == null ? List.of(partitionKeyName) : List.of(partitionKeyName, sortKeyName);
  }

  /** Name of the partition key attribute. */
  public String partitionKeyName() {
    return partitionKeyName;
  }

  /** Type of the partition key attribute. */
  public AttributeType partitionKeyType() {
    return partitionKeyType;
  }

  /** Whether the table's key has a sort key. */
  public boolean hasSortKey() {
    return sortKeyName != null;
  }

  /** Name of the sort key attribute, or null. */
  public String sortKeyName() {
    return sortKeyName;
  }

  /** Type of the sort key attribute, or null. */
  public AttributeType sortKeyType() {
    return sortKeyType;
  }

  @Override
  public List<String> names() {
    return names;
  }

  /**
   * The engine key of an item.
   *
   * @param sortKey null if the table has no sort key
   */
  public byte[] encode(AttributeValue partitionKey, AttributeValue sortKey) {
    byte[] partition = ScalarCodec.plain(partitionKey);
    if (sortKey == null) {
      return withPrefix(partition, 0);
    }
    byte[] sort = ScalarCodec.plain(sortKey);
    byte[] key = withPrefix(partition, sort.length);
    System.arraycopy(sort, 0, key, key.length - sort.length, sort.length);
    return key;
  }

  /** What all engine keys of one partition key begin with. */
  public byte[] prefix(AttributeValue partitionKey) {
    return withPrefix(ScalarCodec.plain(partitionKey), 0);
  }

  /** The first 64 bits of a key's hash, which choose its partition. */
  public static long hashOf(byte[] key) {
    return Bytes.prefix(key, 0);
  }

  /**
   * A key that is not larger than any whose hash begins with these 64 bits, and larger than all
   * with smaller hashes.
   *
   * @param hash first 64 bits
   */
  public static byte[] lowestKey(long hash) {
    byte[] key = new byte[Long.BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      key[i] = (byte) (hash >>> (56 - 8 * i));
    }
    return key;
  }

  /** The partition key's value in an engine key. */
  public AttributeValue partitionKey(byte[] key) {
    return ScalarCodec.getPlain(
        partitionKeyType, key, KeyLayout.PARTITION_KEY_OFFSET, KeyLayout.partitionKeyLength(key));
  }

  /** The sort key's value in an engine key. Only for tables that have one. */
  public AttributeValue sortKey(byte[] key) {
    int offset = KeyLayout.sortKeyOffset(key);
    return ScalarCodec.getPlain(sortKeyType, key, offset, key.length - offset);
  }

  @Override
  public int sortKeyEnd(byte[] key, int attributes) {
    return attributes == 0 ? KeyLayout.sortKeyOffset(key) : key.length;
  }

  @Override
  public AttributeValue find(byte[] key, String name) {
    if (name.equals(partitionKeyName)) {
      return partitionKey(key);
    }
    return name.equals(sortKeyName) ? sortKey(key) : null;
  }

  @Override
  public void putAll(byte[] key, Map<String, AttributeValue> attributes) {
    attributes.put(partitionKeyName, partitionKey(key));
    if (hasSortKey()) {
      attributes.put(sortKeyName, sortKey(key));
    }
  }

  @Override
  public byte[] prefix(List<AttributeValue> partitionKey, List<AttributeValue> sortKey) {
    return sortKey.isEmpty()
        ? prefix(partitionKey.getFirst())
        : encode(partitionKey.getFirst(), sortKey.getFirst());
  }

  @Override
  public byte[] at(byte[] prefix, AttributeValue value) {
    byte[] sort = ScalarCodec.plain(value);
    byte[] key = Arrays.copyOf(prefix, prefix.length + sort.length);
    System.arraycopy(sort, 0, key, prefix.length, sort.length);
    return key;
  }

  @Override
  public byte[] behind(byte[] prefix, AttributeValue value) {
    return after(at(prefix, value));
  }

  @Override
  public byte[] atBeginning(byte[] prefix, AttributeValue beginning) {
    return at(prefix, beginning);
  }

  /** The smallest key larger than {@code key}. */
  public static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /** The smallest key larger than all that begin with {@code prefix}, or null if there is none. */
  static byte[] afterPrefix(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] next = Arrays.copyOf(prefix, length);
    next[length - 1]++;
    return next;
  }

  /** A key that holds the partition key and has room for {@code sortKeyLength} more bytes. */
  private static byte[] withPrefix(byte[] partition, int sortKeyLength) {
    byte[] key = new byte[KeyLayout.PARTITION_KEY_OFFSET + partition.length + sortKeyLength];
    Hash128.put(partition, 0, partition.length, key, 0);
    KeyLayout.setPartitionKeyLength(key, partition.length);
    System.arraycopy(partition, 0, key, KeyLayout.PARTITION_KEY_OFFSET, partition.length);
    return key;
  }

  /** Codecs with the same names and types are equal: they read a key alike. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KeyCodec that
        && partitionKeyName.equals(that.partitionKeyName)
        && partitionKeyType == that.partitionKeyType
        && Objects.equals(sortKeyName, that.sortKeyName)
        && sortKeyType == that.sortKeyType;
  }

  @Override
  public int hashCode() {
    return Objects.hash(partitionKeyName, partitionKeyType, sortKeyName, sortKeyType);
  }
}
