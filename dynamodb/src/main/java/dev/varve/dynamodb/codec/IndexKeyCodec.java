package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes engine keys from the entries of one index, and reads them back; {@code
 * docs/formats/index.md}.
 *
 * <p>{@code hash(partition key) | length of partition key | partition key | sort key | rest of the
 * table's key}: the entries of one partition key lie together, in the order of their sort keys, and
 * those with one sort key in the order of the table's key. The partition key has the plain form of
 * its value, or the delimited forms of its values if there are several; all behind it is delimited.
 * Attributes of the table's key that the index's key holds already are not repeated.
 *
 * <p>Immutable. Values must have the types and sizes of the keys; the index checks that first.
 */
public final class IndexKeyCodec implements EntryKeys {
  private final List<KeyElement> partitionKey;

  /** The sort key, then the rest of the table's key. */
  private final List<KeyElement> behind;

  private final List<String> names;

  /**
   * A codec for one index.
   *
   * @param partitionKey the index's, at least one attribute
   * @param sortKey the index's, possibly none
   * @param tableKey the attributes of the table's key
   */
  public IndexKeyCodec(
      List<KeyElement> partitionKey, List<KeyElement> sortKey, List<KeyElement> tableKey) {
    this.partitionKey = List.copyOf(partitionKey);
    List<KeyElement> all = new ArrayList<>(sortKey);
    for (KeyElement element : tableKey) {
      if (!partitionKey.contains(element) && !sortKey.contains(element)) {
        all.add(element);
      }
    }
    this.behind = List.copyOf(all);
    List<String> allNames = new ArrayList<>();
    this.partitionKey.forEach(element -> allNames.add(element.name()));
    this.behind.forEach(element -> allNames.add(element.name()));
    this.names = List.copyOf(allNames);
  }

  /** Partition key, sort key, the rest of the table's key. */
  @Override
  public List<String> names() {
    return names;
  }

  /**
   * The engine key of an entry.
   *
   * @param item has all attributes of both keys; others do not matter
   */
  public byte[] encode(Item item) {
    ByteWriter out = withPartitionKey(values(partitionKey, item));
    values(behind, item).forEach(value -> ScalarCodec.putDelimited(out, value));
    return out.toByteArray();
  }

  private static List<AttributeValue> values(List<KeyElement> elements, Item item) {
    return elements.stream().map(element -> item.get(element.name())).toList();
  }

  private static ByteWriter withPartitionKey(List<AttributeValue> values) {
    byte[] partition = partitionBytes(values);
    byte[] head = new byte[KeyLayout.PARTITION_KEY_OFFSET];
    Hash128.put(partition, 0, partition.length, head, 0);
    KeyLayout.setPartitionKeyLength(head, partition.length);
    return new ByteWriter(head.length + partition.length + 64).putBytes(head).putBytes(partition);
  }

  private static byte[] partitionBytes(List<AttributeValue> values) {
    if (values.size() == 1) {
      return ScalarCodec.plain(values.getFirst());
    }
    ByteWriter out = new ByteWriter(32 * values.size());
    values.forEach(value -> ScalarCodec.putDelimited(out, value));
    return out.toByteArray();
  }

  @Override
  public byte[] prefix(List<AttributeValue> partitionValues, List<AttributeValue> sortValues) {
    ByteWriter out = withPartitionKey(partitionValues);
    sortValues.forEach(value -> ScalarCodec.putDelimited(out, value));
    return out.toByteArray();
  }

  @Override
  public byte[] at(byte[] prefix, AttributeValue value) {
    ByteWriter out = new ByteWriter(prefix.length + 32).putBytes(prefix);
    ScalarCodec.putDelimited(out, value);
    return out.toByteArray();
  }

  /** Behind the value the table's key follows, hence the end of all that it begins. */
  @Override
  public byte[] behind(byte[] prefix, AttributeValue value) {
    return KeyCodec.afterPrefix(at(prefix, value));
  }

  @Override
  public byte[] atBeginning(byte[] prefix, AttributeValue beginning) {
    ByteWriter out = new ByteWriter(prefix.length + 32).putBytes(prefix);
    ScalarCodec.putBeginning(out, beginning);
    return out.toByteArray();
  }

  @Override
  public int sortKeyEnd(byte[] key, int attributes) {
    int at = KeyLayout.sortKeyOffset(key);
    for (int i = 0; i < attributes; i++) {
      at = ScalarCodec.endOfDelimited(behind.get(i).type(), key, at);
    }
    return at;
  }

  @Override
  public AttributeValue find(byte[] key, String name) {
    int behindPartition = KeyLayout.sortKeyOffset(key);
    if (partitionKey.size() == 1) {
      if (partitionKey.getFirst().name().equals(name)) {
        return plainPartitionKey(key);
      }
    } else {
      AttributeValue found = find(partitionKey, key, KeyLayout.PARTITION_KEY_OFFSET, name);
      if (found != null) {
        return found;
      }
    }
    return find(behind, key, behindPartition, name);
  }

  private AttributeValue plainPartitionKey(byte[] key) {
    return ScalarCodec.getPlain(
        partitionKey.getFirst().type(),
        key,
        KeyLayout.PARTITION_KEY_OFFSET,
        KeyLayout.partitionKeyLength(key));
  }

  private static AttributeValue find(
      List<KeyElement> elements, byte[] key, int offset, String name) {
    int at = offset;
    for (KeyElement element : elements) {
      int end = ScalarCodec.endOfDelimited(element.type(), key, at);
      if (element.name().equals(name)) {
        return ScalarCodec.getDelimited(element.type(), key, at, end);
      }
      at = end;
    }
    return null;
  }

  @Override
  public void putAll(byte[] key, Map<String, AttributeValue> attributes) {
    if (partitionKey.size() == 1) {
      attributes.put(partitionKey.getFirst().name(), plainPartitionKey(key));
    } else {
      putAll(partitionKey, key, KeyLayout.PARTITION_KEY_OFFSET, attributes);
    }
    int end = putAll(behind, key, KeyLayout.sortKeyOffset(key), attributes);
    if (end != key.length) {
      throw new IllegalArgumentException("key ends at " + end + " of " + key.length);
    }
  }

  /** Returns where the last one ends. */
  private static int putAll(
      List<KeyElement> elements, byte[] key, int offset, Map<String, AttributeValue> attributes) {
    int at = offset;
    for (KeyElement element : elements) {
      int end = ScalarCodec.endOfDelimited(element.type(), key, at);
      attributes.put(element.name(), ScalarCodec.getDelimited(element.type(), key, at, end));
      at = end;
    }
    return at;
  }

  /** Codecs with the same names and types in the same places are equal: they read a key alike. */
  @Override
  public boolean equals(Object other) {
    return other instanceof IndexKeyCodec that
        && partitionKey.equals(that.partitionKey)
        && behind.equals(that.behind);
  }

  @Override
  public int hashCode() {
    return 31 * partitionKey.hashCode() + behind.hashCode();
  }
}
