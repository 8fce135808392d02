package dev.varve.bench.items;

import dev.varve.bench.store.EngineActivity;
import dev.varve.bench.store.Subject;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.LevelStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Varve's operation layer under measurement: a database with one table, open in one directory. For
 * any number of threads.
 */
public final class VarveTable implements Subject {
  private static final int MEBIBYTE = 1 << 20;

  private final Varve varve;
  private final VarveOptions options;
  private final String name;
  private final EngineActivity activity;

  private VarveTable(Varve varve, VarveOptions options, String name, EngineActivity activity) {
    this.varve = varve;
    this.options = options;
    this.name = name;
    this.activity = activity;
  }

  /** Opens the database, and creates the table if it is missing. */
  public static VarveTable open(
      Path directory, Durability durability, EngineOptions engine, TableDefinition definition)
      throws IOException {
    EngineActivity activity = new EngineActivity();
    VarveOptions options =
        VarveOptions.defaults()
            .withDurability(durability)
            .withEngine(engine.withListener(activity));
    Varve varve = Varve.open(directory, options);
    try {
      varve.createTableIfMissing(definition);
      return new VarveTable(varve, options, definition.name(), activity);
    } catch (Throwable failure) {
      try {
        varve.close();
      } catch (IOException | RuntimeException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  /** The database. */
  public Varve varve() {
    return varve;
  }

  /** Makes all writes durable. Compactions may go on, as they do in a database in use. */
  @Override
  public void settle() throws IOException {
    varve.sync();
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("durability", options.durability().name());
    shown.put(
        "partitions", Integer.toString(varve.tableDefinition(name).partitions().orElseThrow()));
    shown.put("memtableBytes", options.engine().memtableBytes() / MEBIBYTE + " MiB");
    shown.put("compression", options.engine().compression().name());
    shown.put("client", "embedded API, in the same process");
    return shown;
  }

  @Override
  public Activity activity() {
    return activity.soFar(varve.engineStats());
  }

  /** The levels of all partitions together. */
  @Override
  public List<LevelFigures> levels() throws IOException {
    List<TablePartition> partitions = varve.partitions(name);
    List<LevelFigures> levels = new ArrayList<>();
    int count = partitions.getFirst().storage().levels().size();
    for (int level = 0; level < count; level++) {
      int tables = 0;
      long bytes = 0;
      for (TablePartition partition : partitions) {
        LevelStats stats = partition.storage().levels().get(level);
        tables += stats.tables();
        bytes += stats.bytes();
      }
      levels.add(new LevelFigures(level, tables, bytes, -1));
    }
    return levels;
  }

  @Override
  public void close() throws IOException {
    varve.close();
  }
}
