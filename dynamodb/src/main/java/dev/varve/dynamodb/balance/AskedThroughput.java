package dev.varve.dynamodb.balance;

import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.catalog.TableRecord;
import java.util.Optional;

/** How many partitions a throughput needs that was asked for, as the service reckons. */
final class AskedThroughput {
  private static final double READS = 3_000;
  private static final double WRITES = 1_000;

  private AskedThroughput() {}

  /** Of a table and its local indexes; 1 if it is billed on demand. */
  static int partitions(TableRecord table) {
    return table.settings().isOnDemand()
        ? 1
        : partitions(table.settings().description().provisionedThroughput());
  }

  /** Of a global index of a table; 1 if that is billed on demand. */
  static int partitions(TableRecord table, String index) {
    if (table.settings().isOnDemand()) {
      return 1;
    }
    for (GlobalSecondaryIndexDescription global :
        table.settings().description().globalSecondaryIndexes()) {
      if (global.indexName().filter(index::equals).isPresent()) {
        return partitions(global.provisionedThroughput());
      }
    }
    return partitions(table); // a local one
  }

  private static int partitions(Optional<ProvisionedThroughputDescription> throughput) {
    double reads =
        throughput.flatMap(ProvisionedThroughputDescription::readCapacityUnits).orElse(0L);
    double writes =
        throughput.flatMap(ProvisionedThroughputDescription::writeCapacityUnits).orElse(0L);
    return (int)
        Math.max(1, Math.min(Integer.MAX_VALUE, Math.ceil(reads / READS + writes / WRITES)));
  }
}
