package dev.varve.bench.cities;

import dev.varve.bench.items.VarveTable;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The table of the cities. */
final class CityTable {
  static final String NAME = "Cities";

  private CityTable() {}

  /** Opens the database in a directory, and creates the table if it is missing. */
  static VarveTable open(Path directory, CitySettings settings) throws IOException {
    return VarveTable.open(
        directory,
        settings.durability(),
        EngineOptions.defaults()
            .withMemtables(
                settings.memtableBytes(), (long) settings.memtableBytes() * settings.partitions()),
        TableDefinition.named(NAME)
            .partitionKey(CityBytes.PARTITION_KEY, AttributeType.S)
            .sortKey(CityBytes.SORT_KEY, AttributeType.S)
            .partitions(settings.partitions())
            .build());
  }

  /** The partitions, with exact counts of their items; reads the table for these if need be. */
  static List<TablePartition> partitions(Varve varve) throws IOException {
    varve.countItems(NAME);
    return varve.partitions(NAME);
  }

  /** Tells, given a key, the index of its partition in {@link #partitions}. */
  static ToIntFunction<Item> partitionIndex(Varve varve) throws IOException {
    Map<Integer, Integer> indexes = new HashMap<>();
    for (TablePartition partition : varve.partitions(NAME)) {
      indexes.put(partition.id(), indexes.size());
    }
    return key -> indexes.get(varve.partitionOf(NAME, key));
  }
}
