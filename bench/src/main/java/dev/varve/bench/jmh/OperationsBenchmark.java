package dev.varve.bench.jmh;

import dev.varve.bench.data.Cities;
import dev.varve.dynamodb.GetItem;
import dev.varve.dynamodb.PutItem;
import dev.varve.dynamodb.Query;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.UpdateItem;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one operation cost on a table that holds the world's cities, in buffered durability?
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class OperationsBenchmark {
  private static final String TABLE = "Cities";
  private static final int QUERY_LIMIT = 10;

  /** The table. */
  @State(Scope.Benchmark)
  public static class Loaded {
    private Path directory;
    private Varve varve;
    private List<Item> cities;

    /** Loads all cities. */
    @Setup
    public void load() throws IOException {
      directory = BenchmarkDirectory.create();
      varve = Varve.open(directory, VarveOptions.defaults().withDurability(Durability.BUFFERED));
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey("Country", AttributeType.S)
              .sortKey("City", AttributeType.S)
              .build());
      cities = Cities.load();
      for (Item city : cities) {
        varve.putItem(PutItem.into(TABLE).item(city).build());
      }
    }

    /** Closes and deletes. */
    @TearDown
    public void close() throws IOException {
      varve.close();
      BenchmarkDirectory.delete(directory);
    }
  }

  /** One thread's walk over the cities. */
  @State(Scope.Thread)
  public static class Walk {
    private final SplittableRandom random = new SplittableRandom(42);

    private Item city(Loaded loaded) {
      return loaded.cities.get(random.nextInt(loaded.cities.size()));
    }

    private Item key(Loaded loaded) {
      Item city = city(loaded);
      return Item.of("Country", city.get("Country"), "City", city.get("City"));
    }
  }

  /** GetItem of a present item. */
  @Benchmark
  public Object getItem(Loaded loaded, Walk walk) throws IOException {
    return loaded.varve.getItem(GetItem.from(TABLE).key(walk.key(loaded)).build());
  }

  /** PutItem in the place of a present item. */
  @Benchmark
  public Object putItem(Loaded loaded, Walk walk) throws IOException {
    return loaded.varve.putItem(PutItem.into(TABLE).item(walk.city(loaded)).build());
  }

  /** UpdateItem that adds to a number, under a condition that holds. */
  @Benchmark
  public Object updateItem(Loaded loaded, Walk walk) throws IOException {
    return loaded.varve.updateItem(
        UpdateItem.in(TABLE)
            .key(walk.key(loaded))
            .update("ADD visits :one")
            .condition("attribute_exists(City)")
            .value(":one", AttributeValue.n(1))
            .build());
  }

  /** Query of ten items of a country from some city on. */
  @Benchmark
  public Object query(Loaded loaded, Walk walk) throws IOException {
    Item city = walk.city(loaded);
    return loaded.varve.query(
        Query.of(TABLE)
            .where("Country = :country AND City >= :city")
            .value(":country", city.get("Country"))
            .value(":city", city.get("City"))
            .limit(QUERY_LIMIT)
            .build());
  }
}
