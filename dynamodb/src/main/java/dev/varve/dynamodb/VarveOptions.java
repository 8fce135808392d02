package dev.varve.dynamodb;

import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import java.util.Objects;

/**
 * How a database runs. Immutable; nothing here is stored.
 *
 * @param durability when a write is acknowledged: after it survives a power loss ({@link
 *     Durability#SYNC}, the default), or after it survives the end of the process ({@link
 *     Durability#BUFFERED}, much faster)
 * @param partitionsPerTable how many partitions a table begins with unless its definition says
 *     otherwise, 1 to 1,024. Default 4. More spread writes and compactions further and cost a
 *     memtable each
 * @param engine options of the storage engine
 */
public record VarveOptions(Durability durability, int partitionsPerTable, EngineOptions engine) {
  private static final int DEFAULT_PARTITIONS = 4;

  public VarveOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(engine, "engine");
    if (partitionsPerTable < 1 || partitionsPerTable > TableDefinition.MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "partitionsPerTable must be 1 to "
              + TableDefinition.MAX_PARTITIONS
              + ", not "
              + partitionsPerTable);
    }
  }

  /** The defaults. */
  public static VarveOptions defaults() {
    return new VarveOptions(Durability.SYNC, DEFAULT_PARTITIONS, EngineOptions.defaults());
  }

  public VarveOptions withDurability(Durability value) {
    return new VarveOptions(value, partitionsPerTable, engine);
  }

  public VarveOptions withPartitionsPerTable(int value) {
    return new VarveOptions(durability, value, engine);
  }

  public VarveOptions withEngine(EngineOptions value) {
    return new VarveOptions(durability, partitionsPerTable, value);
  }
}
