package dev.varve.bench.jmh;

import dev.varve.bench.data.Cities;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to turn an item of the world's cities into bytes, back, and to look at one
 * attribute of the bytes?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ItemCodecBenchmark {
  private static final int ITEMS = 1 << 12;

  private final KeyCodec keys = new KeyCodec("Country", AttributeType.S, "City", AttributeType.S);
  private final ItemCodec codec = new ItemCodec(keys, Path.of("benchmark"));
  private final Item[] items = new Item[ITEMS];
  private final byte[][] encodedKeys = new byte[ITEMS][];
  private final byte[][] encodedItems = new byte[ITEMS][];
  private int next;

  /** Encodes what is decoded later. */
  @Setup
  public void encodeAll() throws IOException {
    List<Item> cities = Cities.load();
    for (int i = 0; i < ITEMS; i++) {
      items[i] = cities.get(i * (cities.size() / ITEMS));
      encodedKeys[i] = keys.encode(items[i].get("Country"), items[i].get("City"));
      encodedItems[i] = codec.encode(items[i], items[i].sizeBytes());
    }
  }

  /** The engine key of an item. */
  @Benchmark
  public byte[] encodeKey() {
    Item item = items[next()];
    return keys.encode(item.get("Country"), item.get("City"));
  }

  /** An item's size and its bytes. */
  @Benchmark
  public byte[] encodeItem() {
    Item item = items[next()];
    return codec.encode(item, item.sizeBytes());
  }

  /** All attributes of an item, from its bytes. */
  @Benchmark
  public Object decodeItem() throws IOException {
    int at = next();
    return codec.decode(encodedKeys[at], encodedItems[at]).asMap();
  }

  /** One attribute of an item, the others passed over. */
  @Benchmark
  public AttributeValue decodeOneAttribute() throws IOException {
    int at = next();
    return codec.decode(encodedKeys[at], encodedItems[at]).get("population");
  }

  private int next() {
    next = (next + 1) & (ITEMS - 1);
    return next;
  }
}
