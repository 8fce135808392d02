package dev.varve.bench.jmh;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to turn an item of the world's cities into bytes, back, and to look at one
 * attribute of the bytes?
 */
@State(Scope.Thread)
public class ItemCodecBenchmark extends ComponentBenchmark {
  /** How many items take turns. */
  @Param("4096")
  int keys;

  private final KeyCodec keyCodec =
      new KeyCodec(
          new KeyElement("Country", AttributeType.S), new KeyElement("City", AttributeType.S));
  private final ItemCodec codec = new ItemCodec(keyCodec, Path.of("benchmark"));
  private List<Item> items;
  private List<byte[]> encodedKeys;
  private List<byte[]> encodedItems;

  /** Encodes what is decoded later. */
  @Setup
  public void encodeAll() throws IOException {
    items = BenchmarkItems.load(keys);
    encodedKeys = items.stream().map(this::keyOf).toList();
    encodedItems = items.stream().map(item -> codec.encode(item, item.sizeBytes())).toList();
  }

  /** The engine key of an item. */
  @Benchmark
  public byte[] encodeKey(KeyWalk walk) {
    return keyOf(items.get(walk.number(keys)));
  }

  /** An item's size and its bytes. */
  @Benchmark
  public byte[] encodeItem(KeyWalk walk) {
    Item item = items.get(walk.number(keys));
    return codec.encode(item, item.sizeBytes());
  }

  /** All attributes of an item, from its bytes. */
  @Benchmark
  public Object decodeItem(KeyWalk walk) throws IOException {
    int at = walk.number(keys);
    return codec.decode(encodedKeys.get(at), encodedItems.get(at)).asMap();
  }

  /** One attribute of an item, the others passed over. */
  @Benchmark
  public AttributeValue decodeOneAttribute(KeyWalk walk) throws IOException {
    int at = walk.number(keys);
    return codec.decode(encodedKeys.get(at), encodedItems.get(at)).get("population");
  }

  private byte[] keyOf(Item item) {
    return keyCodec.encode(item.get("Country"), item.get("City"));
  }
}
