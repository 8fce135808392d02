package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does a stream add to a put of an item that changes? */
public class StreamBenchmark extends ComponentBenchmark {
  private static final String TABLE = "Notes";
  private static final String KEY = "id";

  /** The table. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** What its stream shows; NONE for a table without a stream. */
    @Param({"NONE", "KEYS_ONLY", "NEW_IMAGE", "NEW_AND_OLD_IMAGES"})
    String view;

    /** How many items it holds. */
    @Param("100000")
    int keys;

    /** Bytes of an item as DynamoDB counts them, about. */
    @Param("1024")
    int itemBytes;

    /** How many partitions they are spread over. */
    @Param("4")
    int partitions;

    /** When a write is acknowledged. */
    @Param("BUFFERED")
    Durability durability;

    /** Each item as it is put in turn with the other: a put always changes it. */
    private final List<PutItem> even = new ArrayList<>();

    private final List<PutItem> odd = new ArrayList<>();
    private boolean[] isOdd;
    private Path directory;
    private Varve varve;

    /** Loads the table. */
    @Setup
    public void load() throws IOException {
      directory = BenchmarkDirectory.create();
      varve = Varve.open(directory, VarveOptions.defaults().withDurability(durability));
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey(KEY, AttributeType.S)
              .partitions(partitions)
              .build());
      isOdd = new boolean[keys];
      for (int number = 0; number < keys; number++) {
        even.add(put(number, "even"));
        odd.add(put(number, "odds"));
        varve.putItem(even.get(number));
      }
      if (!view.equals("NONE")) {
        varve.updateTable(
            UpdateTable.named(TABLE)
                .streamSpecification(new StreamSpecification(true, StreamViewType.valueOf(view)))
                .build());
      }
    }

    private PutItem put(int number, String version) {
      return PutItem.of(
          TABLE,
          Item.builder()
              .put(KEY, AttributeValue.s("note " + number))
              .put("text", AttributeValue.s("x".repeat(itemBytes)))
              .put("version", AttributeValue.s(version))
              .build());
    }

    /** Closes and deletes. */
    @TearDown
    public void close() throws IOException {
      varve.close();
      Folders.delete(directory);
      even.clear();
      odd.clear();
    }

    private PutItem next(KeyWalk walk) {
      int number = walk.number(keys);
      isOdd[number] = !isOdd[number];
      return (isOdd[number] ? odd : even).get(number);
    }
  }

  /** PutItem, without a condition, of another item in the place of a present one. */
  @Benchmark
  public Object putItem(Loaded loaded, KeyWalk walk) throws IOException {
    return loaded.varve.putItem(loaded.next(walk));
  }
}
