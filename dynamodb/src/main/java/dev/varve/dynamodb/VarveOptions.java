package dev.varve.dynamodb;

import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

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
 * @param indexLag for tests of programs: by how much reads of indexes that are not strongly
 *     consistent lag behind the table, at most, from 1 ms on; each by a random time. Empty, the
 *     default, for not at all
 * @param indexLagSeed where the random times come from
 */
public record VarveOptions(
    Durability durability,
    int partitionsPerTable,
    EngineOptions engine,
    Optional<Duration> indexLag,
    long indexLagSeed) {
  private static final int DEFAULT_PARTITIONS = 4;

  public VarveOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(engine, "engine");
    if (indexLag.isPresent() && indexLag.get().toMillis() < 1) {
      throw new IllegalArgumentException("indexLag must be 1 ms or more: " + indexLag.get());
    }
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
    return new VarveOptions(
        Durability.SYNC, DEFAULT_PARTITIONS, EngineOptions.defaults(), Optional.empty(), 0);
  }

  public VarveOptions withDurability(Durability value) {
    return new VarveOptions(value, partitionsPerTable, engine, indexLag, indexLagSeed);
  }

  public VarveOptions withPartitionsPerTable(int value) {
    return new VarveOptions(durability, value, engine, indexLag, indexLagSeed);
  }

  public VarveOptions withEngine(EngineOptions value) {
    return new VarveOptions(durability, partitionsPerTable, value, indexLag, indexLagSeed);
  }

  /** The same with another {@link #indexLag} and {@link #indexLagSeed}. */
  public VarveOptions withIndexLag(Duration longest, long seed) {
    return new VarveOptions(
        durability, partitionsPerTable, engine, Optional.of(longest), seed);
  }
}
