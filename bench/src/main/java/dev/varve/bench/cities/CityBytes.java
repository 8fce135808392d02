package dev.varve.bench.cities;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The items of the data set by number, in their stored form, one behind the other in one array: the
 * garbage collector sees a few objects in place of millions. An item is made of its bytes anew each
 * time that it is asked for.
 *
 * <p>Immutable and thread-safe.
 */
final class CityBytes {
  /** The data set's partition key. */
  static final String PARTITION_KEY = "Country";

  /** The data set's sort key. */
  static final String SORT_KEY = "City";

  private static final KeyCodec KEYS =
      new KeyCodec(
          new KeyElement(PARTITION_KEY, AttributeType.S),
          new KeyElement(SORT_KEY, AttributeType.S));
  private static final ItemCodec CODEC = new ItemCodec(KEYS, Path.of("the data set"));

  private final byte[] bytes;

  /** Of item {@code i} the key begins at {@code 2 * i}, the value at {@code 2 * i + 1}. */
  private final int[] offsets;

  private final AttributeValue[] partitionKeys;

  /** For each item the index of its partition key. */
  private final int[] partitionKeyIndexes;

  private CityBytes(
      byte[] bytes, int[] offsets, AttributeValue[] partitionKeys, int[] partitionKeyIndexes) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.partitionKeys = partitionKeys;
    this.partitionKeyIndexes = partitionKeyIndexes;
  }

  /** Collects items, in the order of their numbers. */
  static final class Builder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<AttributeValue, Integer> partitionKeys = new LinkedHashMap<>();
    private final int[] offsets;
    private final int[] partitionKeyIndexes;
    private int count;

    /** For so many items. */
    Builder(int capacity) {
      offsets = new int[2 * capacity + 1];
      partitionKeyIndexes = new int[capacity];
    }

    void add(Item item) {
      AttributeValue partitionKey = item.get(PARTITION_KEY);
      partitionKeyIndexes[count] =
          partitionKeys.computeIfAbsent(partitionKey, _ -> partitionKeys.size());
      bytes.writeBytes(encode(partitionKey, item.get(SORT_KEY)));
      offsets[2 * count + 1] = bytes.size();
      bytes.writeBytes(CODEC.encode(item, item.sizeBytes()));
      offsets[2 * ++count] = bytes.size();
    }

    CityBytes build() {
      return new CityBytes(
          bytes.toByteArray(),
          Arrays.copyOf(offsets, 2 * count + 1),
          partitionKeys.keySet().toArray(new AttributeValue[0]),
          Arrays.copyOf(partitionKeyIndexes, count));
    }
  }

  int count() {
    return partitionKeyIndexes.length;
  }

  /** A whole item, which decodes its attributes when it is asked for them. */
  Item item(int number) {
    try {
      return CODEC.decode(key(number), part(2 * number + 1));
    } catch (IOException impossible) {
      throw new AssertionError("the bytes are our own", impossible);
    }
  }

  /** The key attributes of an item. */
  Item keyOf(int number) {
    return Item.of(PARTITION_KEY, partitionKey(number), SORT_KEY, sortKey(number));
  }

  AttributeValue partitionKey(int number) {
    return partitionKeys[partitionKeyIndexes[number]];
  }

  AttributeValue sortKey(int number) {
    return KEYS.sortKey(key(number));
  }

  /** How many different partition keys there are. */
  int partitionKeyCount() {
    return partitionKeys.length;
  }

  /** The index of an item's partition key, below {@link #partitionKeyCount}. */
  int partitionKeyIndex(int number) {
    return partitionKeyIndexes[number];
  }

  /** Bytes of an item's key and value as they are stored. */
  int storedBytes(int number) {
    return offsets[2 * number + 2] - offsets[2 * number];
  }

  /** Bytes of an item's key as it is stored. */
  int keyBytes(int number) {
    return offsets[2 * number + 1] - offsets[2 * number];
  }

  /** Bytes of all keys as they are stored. */
  long keyBytes() {
    return IntStream.range(0, count()).mapToLong(this::keyBytes).sum();
  }

  /** Bytes of an item's value as it is stored: all attributes but those of the key. */
  static int valueBytes(Item item) {
    return CODEC.encode(item, item.sizeBytes()).length;
  }

  /** Orders two items by partition key, and those of one by their sort keys. */
  int compare(int a, int b) {
    int byPartitionKey = Integer.compare(partitionKeyIndexes[a], partitionKeyIndexes[b]);
    return byPartitionKey != 0
        ? byPartitionKey
        : Arrays.compareUnsigned(
            bytes, offsets[2 * a], offsets[2 * a + 1], bytes, offsets[2 * b], offsets[2 * b + 1]);
  }

  /** Orders an item and a key by partition key, and within that by sort key; as the above. */
  int compare(int number, int partitionKeyIndex, byte[] key) {
    int byPartitionKey = Integer.compare(partitionKeyIndexes[number], partitionKeyIndex);
    return byPartitionKey != 0
        ? byPartitionKey
        : Arrays.compareUnsigned(
            bytes, offsets[2 * number], offsets[2 * number + 1], key, 0, key.length);
  }

  /** The index of a partition key, or -1 if no item has it. */
  int partitionKeyIndex(AttributeValue partitionKey) {
    return Arrays.asList(partitionKeys).indexOf(partitionKey);
  }

  /** A key as it is stored. */
  static byte[] encode(AttributeValue partitionKey, AttributeValue sortKey) {
    return KEYS.encode(partitionKey, sortKey);
  }

  private byte[] key(int number) {
    return part(2 * number);
  }

  private byte[] part(int index) {
    return Arrays.copyOfRange(bytes, offsets[index], offsets[index + 1]);
  }
}
