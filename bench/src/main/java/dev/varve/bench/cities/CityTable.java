package dev.varve.bench.cities;

import dev.varve.bench.items.VarveFigures;
import dev.varve.bench.store.EngineActivity;
import dev.varve.bench.store.Subject;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The database with the table of the cities, open in one directory. For any number of threads. */
final class CityTable implements Subject {
  static final String NAME = "Cities";

  private final Varve varve;
  private final VarveOptions options;
  private final int partitionCount;
  private final EngineActivity activity;

  private CityTable(
      Varve varve, VarveOptions options, int partitionCount, EngineActivity activity) {
    this.varve = varve;
    this.options = options;
    this.partitionCount = partitionCount;
    this.activity = activity;
  }

  /** Opens it; the table is made if it is not there. */
  static CityTable open(Path directory, CitySettings settings) throws IOException {
    EngineActivity activity = new EngineActivity();
    VarveOptions options =
        VarveOptions.defaults()
            .withDurability(settings.durability())
            .withEngine(
                EngineOptions.defaults()
                    .withListener(activity)
                    .withMemtables(
                        settings.memtableBytes(),
                        (long) settings.memtableBytes() * settings.partitions()));
    Varve varve = Varve.open(directory, options);
    try {
      varve.createTableIfMissing(
          TableDefinition.named(NAME)
              .partitionKey(CityBytes.PARTITION_KEY, AttributeType.S)
              .sortKey(CityBytes.SORT_KEY, AttributeType.S)
              .partitions(settings.partitions())
              .build());
      return new CityTable(varve, options, settings.partitions(), activity);
    } catch (IOException failed) {
      varve.close();
      throw failed;
    }
  }

  Varve varve() {
    return varve;
  }

  /** The partitions, with exact counts of their items; reads the table for these if need be. */
  List<TablePartition> partitions() throws IOException {
    varve.countItems(NAME);
    return varve.partitions(NAME);
  }

  /** Tells, given a key, the index of its partition in {@link #partitions}. */
  ToIntFunction<Item> partitionIndex() throws IOException {
    Map<Integer, Integer> indexes = new HashMap<>();
    for (TablePartition partition : partitions()) {
      indexes.put(partition.id(), indexes.size());
    }
    return key -> indexes.get(varve.partitionOf(NAME, key));
  }

  /** All is on storage; compactions may be under way, as they are in a database in use. */
  @Override
  public void settle() throws IOException {
    varve.sync();
  }

  @Override
  public Map<String, String> options() {
    return VarveFigures.options(options, partitionCount);
  }

  @Override
  public Activity activity() {
    return activity.soFar(varve.engineStats());
  }

  @Override
  public List<LevelFigures> levels() throws IOException {
    return VarveFigures.levels(varve.partitions(NAME));
  }

  @Override
  public void close() throws IOException {
    varve.close();
  }
}
