package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.GlobalSecondaryIndexWarmThroughputDescription;
import dev.varve.dynamodb.api.TableWarmThroughputDescription;
import dev.varve.dynamodb.api.WarmThroughput;
import java.util.Optional;

/**
 * Warm throughput, which is kept and shown; where the database throttles, a table on demand has it
 * at least.
 */
final class Warmth {
  private Warmth() {}

  /** What is kept of a table's, over what was kept. */
  static TableWarmThroughputDescription of(
      WarmThroughput wanted, Optional<TableWarmThroughputDescription> present) {
    TableWarmThroughputDescription.Builder kept =
        present
            .map(TableWarmThroughputDescription::toBuilder)
            .orElseGet(TableWarmThroughputDescription::builder);
    if (wanted.readUnitsPerSecond() != null) {
      kept.readUnitsPerSecond(wanted.readUnitsPerSecond());
    }
    if (wanted.writeUnitsPerSecond() != null) {
      kept.writeUnitsPerSecond(wanted.writeUnitsPerSecond());
    }
    return kept.build();
  }

  /**
   * What is kept of a global index's, over what was kept.
   *
   * @param wanted null for no change
   * @return null if nothing is kept
   */
  static GlobalSecondaryIndexWarmThroughputDescription ofIndex(
      WarmThroughput wanted, Optional<GlobalSecondaryIndexWarmThroughputDescription> present) {
    if (wanted == null) {
      return present.orElse(null);
    }
    GlobalSecondaryIndexWarmThroughputDescription.Builder kept =
        present
            .map(GlobalSecondaryIndexWarmThroughputDescription::toBuilder)
            .orElseGet(GlobalSecondaryIndexWarmThroughputDescription::builder);
    if (wanted.readUnitsPerSecond() != null) {
      kept.readUnitsPerSecond(wanted.readUnitsPerSecond());
    }
    if (wanted.writeUnitsPerSecond() != null) {
      kept.writeUnitsPerSecond(wanted.writeUnitsPerSecond());
    }
    return kept.build();
  }
}
