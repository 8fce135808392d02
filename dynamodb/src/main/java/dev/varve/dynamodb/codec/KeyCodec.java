package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteWriter;
import dev.varve.io.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes engine keys from the keys of one table's items, and reads them back; {@code
 * docs/formats/key.md}.
 *
 * <p>{@code hash(partition key) | length of partition key | partition key | sort key}: the items of
 * one partition key lie together, in the order of their sort keys, at a place that the hash
 * chooses. Strings are UTF-8, binaries raw, numbers in {@link NumberCodec}'s ordered form.
 *
 * <p>Immutable. Values must have the table's key types and sizes; the operations check that first.
 */
public final class KeyCodec {
  private final String partitionKeyName;
  private final AttributeType partitionKeyType;
  private final String sortKeyName;
  private final AttributeType sortKeyType;

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

  /** Whether the attribute is part of the key. */
  public boolean isKeyName(String name) {
    return name.equals(partitionKeyName) || name.equals(sortKeyName);
  }

  /**
   * The engine key of an item.
   *
   * @param sortKey null if the table has no sort key
   */
  public byte[] encode(AttributeValue partitionKey, AttributeValue sortKey) {
    byte[] partition = scalar(partitionKey);
    if (sortKey == null) {
      return withPrefix(partition, 0);
    }
    byte[] sort = scalar(sortKey);
    byte[] key = withPrefix(partition, sort.length);
    System.arraycopy(sort, 0, key, key.length - sort.length, sort.length);
    return key;
  }

  /** What all engine keys of one partition key begin with. */
  public byte[] prefix(AttributeValue partitionKey) {
    return withPrefix(scalar(partitionKey), 0);
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
    return scalar(
        partitionKeyType, key, KeyLayout.PARTITION_KEY_OFFSET, KeyLayout.partitionKeyLength(key));
  }

  /** The sort key's value in an engine key. Only for tables that have one. */
  public AttributeValue sortKey(byte[] key) {
    int offset = KeyLayout.sortKeyOffset(key);
    return scalar(sortKeyType, key, offset, key.length - offset);
  }

  /** All keys of one partition key. */
  public KeyBounds all(AttributeValue partitionKey) {
    byte[] prefix = prefix(partitionKey);
    return new KeyBounds(prefix, afterPrefix(prefix));
  }

  /** The key with this sort key alone. */
  public KeyBounds equalTo(AttributeValue partitionKey, AttributeValue sortKey) {
    byte[] key = encode(partitionKey, sortKey);
    return new KeyBounds(key, after(key));
  }

  /** Keys with a smaller sort key. */
  public KeyBounds below(AttributeValue partitionKey, AttributeValue sortKey) {
    byte[] prefix = prefix(partitionKey);
    return new KeyBounds(prefix, join(prefix, sortKey));
  }

  /** Keys with this or a smaller sort key. */
  public KeyBounds upTo(AttributeValue partitionKey, AttributeValue sortKey) {
    byte[] prefix = prefix(partitionKey);
    return new KeyBounds(prefix, after(join(prefix, sortKey)));
  }

  /** Keys with a larger sort key. */
  public KeyBounds above(AttributeValue partitionKey, AttributeValue sortKey) {
    byte[] prefix = prefix(partitionKey);
    return new KeyBounds(after(join(prefix, sortKey)), afterPrefix(prefix));
  }

  /** Keys with this or a larger sort key. */
  public KeyBounds from(AttributeValue partitionKey, AttributeValue sortKey) {
    byte[] prefix = prefix(partitionKey);
    return new KeyBounds(join(prefix, sortKey), afterPrefix(prefix));
  }

  /**
   * Keys with a sort key between two, both inclusive. Empty, the bounds reversed, if the first is
   * the larger one.
   */
  public KeyBounds between(AttributeValue partitionKey, AttributeValue first, AttributeValue last) {
    byte[] prefix = prefix(partitionKey);
    return new KeyBounds(join(prefix, first), after(join(prefix, last)));
  }

  /** Keys whose sort key, a string or binary, begins with {@code beginning}, which may be empty. */
  public KeyBounds beginningWith(AttributeValue partitionKey, AttributeValue beginning) {
    byte[] key = encode(partitionKey, beginning);
    return new KeyBounds(key, afterPrefix(key));
  }

  private static byte[] join(byte[] prefix, AttributeValue sortKey) {
    byte[] sort = scalar(sortKey);
    byte[] key = Arrays.copyOf(prefix, prefix.length + sort.length);
    System.arraycopy(sort, 0, key, prefix.length, sort.length);
    return key;
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

  private static byte[] scalar(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> Utf8.encode(s.value());
      case AttributeValue.B b -> b.value();
      case AttributeValue.N n -> {
        ByteWriter out = new ByteWriter(24);
        NumberCodec.putOrdered(out, n);
        yield out.toByteArray();
      }
      case AttributeValue.Bool _,
          AttributeValue.Null _,
          AttributeValue.SS _,
          AttributeValue.NS _,
          AttributeValue.BS _,
          AttributeValue.L _,
          AttributeValue.M _ ->
          throw new IllegalArgumentException("no key type: " + value.type());
    };
  }

  private static AttributeValue scalar(AttributeType type, byte[] key, int offset, int length) {
    return switch (type) {
      case S -> new AttributeValue.S(new String(key, offset, length, StandardCharsets.UTF_8));
      case B -> new AttributeValue.B(key, offset, length);
      case N -> NumberCodec.getOrdered(key, offset, length);
      case BOOL, NULL, SS, NS, BS, L, M -> throw new AssertionError("a key of type " + type);
    };
  }
}
