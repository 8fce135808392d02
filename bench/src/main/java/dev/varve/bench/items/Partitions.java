package dev.varve.bench.items;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of Varve's partitions holds the items of a partition key: {@value #COUNT} equal ranges of
 * its hash. Stores without partitions are reported by the same, so that rows can be compared.
 *
 * <p>Immutable and thread-safe.
 */
final class Partitions {
  /** How many partitions the table has. */
  static final int COUNT = 8;

  private static final KeyCodec KEYS =
      new KeyCodec(
          new KeyElement(ItemModel.PARTITION_KEY, AttributeType.S),
          new KeyElement(ItemModel.SORT_KEY, AttributeType.N));

  private static final List<HashRange> RANGES =
      IntStream.range(0, COUNT).mapToObj(i -> HashRange.part(i, COUNT)).toList();

  private final byte[] byCollection;

  Partitions(ItemKeys keys) {
    byCollection = new byte[Math.toIntExact(keys.collections())];
    for (int i = 0; i < byCollection.length; i++) {
      byCollection[i] = (byte) compute(i);
    }
  }

  /** Names in the order of the indexes. */
  static List<String> names() {
    return IntStream.rangeClosed(1, COUNT).mapToObj(i -> "partition " + i).toList();
  }

  /** Index of the partition. */
  int of(long collection) {
    return byCollection[(int) collection];
  }

  private static int compute(long collection) {
    long hash = KeyCodec.hashOf(KEYS.prefix(AttributeValue.s(ItemModel.customer(collection))));
    int index = 0;
    while (!RANGES.get(index).contains(hash)) {
      index++;
    }
    return index;
  }
}
