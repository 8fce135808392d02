package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does GetItem cost beyond the engine's own get of the same bytes, and what does it allocate
 * beside the item? With {@code -prof gc}: {@link #getItem} less {@link #itemOfItsBytes}.
 */
public class ItemReadBenchmark extends ComponentBenchmark {
  private static final String TABLE = "Notes";
  private static final String KEY = BenchmarkNotes.KEY;

  /** The same items in a table and, as keys and values, in an engine. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** How many items. */
    @Param("100000")
    int keys;

    /** Bytes of an item as DynamoDB counts them, about. */
    @Param("1024")
    int itemBytes;

    private final KeyCodec keyCodec = new KeyCodec(new KeyElement(KEY, AttributeType.S), null);
    private final ItemCodec codec = new ItemCodec(keyCodec, Path.of("benchmark"));
    private final List<byte[]> engineKeys = new ArrayList<>();
    private final List<byte[]> engineValues = new ArrayList<>();
    private final List<GetItem> requests = new ArrayList<>();
    private Path directory;
    private Varve varve;
    private BenchmarkEngine engine;

    /** Loads both. */
    @Setup
    public void load() throws IOException {
      directory = BenchmarkDirectory.create();
      varve = Varve.open(directory, VarveOptions.defaults().withDurability(Durability.BUFFERED));
      varve.createTable(
          TableDefinition.named(TABLE).partitionKey(KEY, AttributeType.S).partitions(1).build());
      engine = new BenchmarkEngine(EngineOptions.defaults(), 1);
      WriteBatch batch = new WriteBatch();
      for (int number = 0; number < keys; number++) {
        Item item = BenchmarkNotes.note(number, itemBytes);
        byte[] key = keyCodec.encode(item.get(KEY), null);
        byte[] value = codec.encode(item, item.sizeBytes());
        engineKeys.add(key);
        engineValues.add(value);
        requests.add(GetItem.of(TABLE, Item.of(KEY, item.get(KEY))));
        varve.putItem(PutItem.of(TABLE, item));
        batch.clear();
        engine
            .engine()
            .write(batch.put(engine.partitionOf(number), key, value), Durability.BUFFERED);
      }
      varve.compact(TABLE);
      engine.compact();
    }

    /** Closes both and deletes their files. */
    @TearDown
    public void close() throws IOException {
      engine.close();
      varve.close();
      Folders.delete(directory);
    }
  }

  /** One thread's buffer. */
  @State(Scope.Thread)
  public static class Reader {
    private MemorySegment target;

    /** Makes room for a value. */
    @Setup
    public void allocate(Loaded loaded) {
      target = Arena.ofAuto().allocate(2L * loaded.itemBytes);
    }
  }

  /** The engine's get, into the caller's buffer. */
  @Benchmark
  public int engineGet(Loaded loaded, Reader reader, KeyWalk walk) throws IOException {
    int number = walk.number(loaded.keys);
    return loaded
        .engine
        .engine()
        .get(loaded.engine.partitionOf(number), loaded.engineKeys.get(number), reader.target);
  }

  /** GetItem, whose item decodes its attributes when they are asked for. */
  @Benchmark
  public Object getItem(Loaded loaded, KeyWalk walk) throws IOException {
    return loaded.varve.getItem(loaded.requests.get(walk.number(loaded.keys)));
  }

  /** GetItem, and all attributes of the item. */
  @Benchmark
  public Object getItemAndRead(Loaded loaded, KeyWalk walk) throws IOException {
    return loaded
        .varve
        .getItem(loaded.requests.get(walk.number(loaded.keys)))
        .item()
        .orElseThrow()
        .asMap();
  }

  /** The item itself: copies of its bytes, nothing decoded. */
  @Benchmark
  public Object itemOfItsBytes(Loaded loaded, KeyWalk walk) throws IOException {
    int number = walk.number(loaded.keys);
    return loaded.codec.decode(
        loaded.engineKeys.get(number).clone(), loaded.engineValues.get(number).clone());
  }
}
