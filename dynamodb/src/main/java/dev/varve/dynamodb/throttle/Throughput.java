package dev.varve.dynamodb.throttle;

import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.GlobalSecondaryIndexWarmThroughputDescription;
import dev.varve.dynamodb.api.OnDemandThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.TableWarmThroughputDescription;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The throughput of a table or of a global index, as its settings say.
 *
 * @param onDemand whether it grows with what is consumed
 * @param reads provisioned units; those that it has from the beginning on, if on demand
 * @param writes like the reads
 * @param maxReads on demand, the most that somebody set
 * @param maxWrites like the most reads
 */
record Throughput(
    boolean onDemand, long reads, long writes, OptionalLong maxReads, OptionalLong maxWrites) {

  /** The throughput of a table. */
  static Throughput of(TableDescription table, boolean onDemand, Limits limits) {
    return of(
        onDemand,
        table.provisionedThroughput(),
        table.onDemandThroughput(),
        table.warmThroughput().flatMap(TableWarmThroughputDescription::readUnitsPerSecond),
        table.warmThroughput().flatMap(TableWarmThroughputDescription::writeUnitsPerSecond),
        limits);
  }

  /** The throughput of a global index. */
  static Throughput of(GlobalSecondaryIndexDescription index, boolean onDemand, Limits limits) {
    return of(
        onDemand,
        index.provisionedThroughput(),
        index.onDemandThroughput(),
        index
            .warmThroughput()
            .flatMap(GlobalSecondaryIndexWarmThroughputDescription::readUnitsPerSecond),
        index
            .warmThroughput()
            .flatMap(GlobalSecondaryIndexWarmThroughputDescription::writeUnitsPerSecond),
        limits);
  }

  private static Throughput of(
      boolean onDemand,
      Optional<ProvisionedThroughputDescription> provisioned,
      Optional<OnDemandThroughput> maximum,
      Optional<Long> warmReads,
      Optional<Long> warmWrites,
      Limits limits) {
    if (!onDemand) {
      return new Throughput(
          false,
          Math.max(
              1,
              provisioned.flatMap(ProvisionedThroughputDescription::readCapacityUnits).orElse(1L)),
          Math.max(
              1,
              provisioned.flatMap(ProvisionedThroughputDescription::writeCapacityUnits).orElse(1L)),
          OptionalLong.empty(),
          OptionalLong.empty());
    }
    return new Throughput(
        true,
        Math.max(limits.onDemandReads(), warmReads.orElse(0L)),
        Math.max(limits.onDemandWrites(), warmWrites.orElse(0L)),
        optional(maximum.map(OnDemandThroughput::maxReadRequestUnits)),
        optional(maximum.map(OnDemandThroughput::maxWriteRequestUnits)));
  }

  private static OptionalLong optional(Optional<Long> units) {
    return units.isEmpty() ? OptionalLong.empty() : OptionalLong.of(units.get());
  }
}
