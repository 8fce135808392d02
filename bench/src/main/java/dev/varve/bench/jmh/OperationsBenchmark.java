package dev.varve.bench.jmh;

import dev.varve.bench.data.Cities;
import dev.varve.bench.files.Folders;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does one operation cost on a table that holds the world's cities? */
public class OperationsBenchmark extends ComponentBenchmark {
  private static final String TABLE = "Cities";
  private static final int QUERIED = 10;
  private static final int SCANNED = 100;

  /** The table. */
  @State(Scope.Benchmark)
  public static class Loaded implements PartitionLatencies.Source {
    /** How many items it holds. */
    @Param("" + Cities.COUNT)
    int keys;

    /** How many partitions they are spread over. */
    @Param("4")
    int partitions;

    /** When a write is acknowledged. */
    @Param("BUFFERED")
    Durability durability;

    /** Length of a segment of the log. */
    @Param("67108864")
    int segmentBytes;

    private Path directory;
    private Varve varve;
    private List<Item> cities;

    /** Loads the cities. */
    @Setup
    public void load() throws IOException {
      cities = BenchmarkItems.load(keys);
      directory = BenchmarkDirectory.create();
      varve =
          Varve.open(
              directory,
              VarveOptions.defaults()
                  .withDurability(durability)
                  .withEngine(BenchmarkEngine.options(segmentBytes)));
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey("Country", AttributeType.S)
              .sortKey("City", AttributeType.S)
              .partitions(partitions)
              .build());
      for (Item city : cities) {
        put(city);
      }
      PartitionLatencies.add(this);
    }

    /** Closes and deletes. */
    @TearDown
    public void close() throws IOException {
      PartitionLatencies.remove(this);
      varve.close();
      Folders.delete(directory);
    }

    @Override
    public Map<PartitionLatencies.Part, Histogram> read() throws IOException {
      Map<PartitionLatencies.Part, Histogram> latencies = new HashMap<>();
      for (TablePartition partition : varve.partitions(TABLE)) {
        partition
            .latencies()
            .forEach((kind, histogram) ->
                latencies.put(
                    new PartitionLatencies.Part(
                        partition.id(), kind.name().toLowerCase(Locale.ROOT)),
                    histogram));
      }
      return latencies;
    }

    private Object put(Item city) throws IOException {
      return varve.putItem(PutItem.into(TABLE).item(city).build());
    }

    private Item city(KeyWalk walk) {
      return cities.get(walk.number(keys));
    }

    private Item key(KeyWalk walk) {
      return BenchmarkItems.key(city(walk));
    }
  }

  /**
   * An item put back before each deletion. Taking the time around each adds some tens of
   * nanoseconds to the figure.
   */
  @State(Scope.Thread)
  public static class Doomed {
    private Item key;

    /** Sees to it that there is something to delete. */
    @Setup(Level.Invocation)
    public void put(Loaded loaded, KeyWalk walk) throws IOException {
      Item city = loaded.city(walk);
      loaded.put(city);
      key = BenchmarkItems.key(city);
    }
  }

  /** GetItem of a present item. */
  @Benchmark
  public Object getItem(Loaded loaded, KeyWalk walk) throws IOException {
    return loaded.varve.getItem(GetItem.from(TABLE).key(loaded.key(walk)).build());
  }

  /** PutItem in the place of a present item. */
  @Benchmark
  public Object putItem(Loaded loaded, KeyWalk walk) throws IOException {
    return loaded.put(loaded.city(walk));
  }

  /** UpdateItem that adds to a number, under a condition that holds. */
  @Benchmark
  public Object updateItem(Loaded loaded, KeyWalk walk) throws IOException {
    return loaded.varve.updateItem(
        UpdateItem.in(TABLE)
            .key(loaded.key(walk))
            .update("ADD visits :one")
            .condition("attribute_exists(City)")
            .value(":one", AttributeValue.n(1))
            .build());
  }

  /** DeleteItem of a present item. */
  @Benchmark
  public Object deleteItem(Loaded loaded, Doomed doomed) throws IOException {
    return loaded.varve.deleteItem(DeleteItem.of(TABLE, doomed.key));
  }

  /** Query of ten items of a country from some city on. */
  @Benchmark
  public Object query(Loaded loaded, KeyWalk walk) throws IOException {
    Item city = loaded.city(walk);
    return loaded.varve.query(
        Query.of(TABLE)
            .where("Country = :country AND City >= :city")
            .value(":country", city.get("Country"))
            .value(":city", city.get("City"))
            .limit(QUERIED)
            .build());
  }

  /** A page of a Scan, a hundred items behind some city. */
  @Benchmark
  public Object scan(Loaded loaded, KeyWalk walk) throws IOException {
    return loaded.varve.scan(Scan.of(TABLE).startingAfter(loaded.key(walk)).limit(SCANNED).build());
  }
}
