package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.OnDemandThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import java.util.Optional;

/** What the settings of tables say, as metrics: a sample for each minute. */
final class Gauges {
  private final Metering metering;
  private final Tables tables;

  Gauges(Metering metering, Tables tables) {
    this.metering = metering;
    this.tables = tables;
  }

  /** Adds the samples of a minute, of the settings as they are now. */
  void add(long minute) {
    for (Table table : tables.all()) {
      if (!table.isDeleted()) {
        add(minute, table);
      }
    }
  }

  private void add(long minute, Table table) {
    TableDescription settings = table.record().settings().description();
    boolean onDemand = table.record().settings().isOnDemand();
    Figures ofTable = metering.figures(table);
    add(minute, ofTable, onDemand, settings.provisionedThroughput(), settings.onDemandThroughput());
    for (GlobalSecondaryIndexDescription index : settings.globalSecondaryIndexes()) {
      String name = index.indexName().orElseThrow();
      for (Index known : table.indexes()) {
        if (known.name().equals(name) && known.isGlobal()) {
          add(
              minute,
              metering.figures(known),
              onDemand,
              index.provisionedThroughput(),
              index.onDemandThroughput());
        }
      }
    }
  }

  private static void add(
      long minute,
      Figures figures,
      boolean onDemand,
      Optional<ProvisionedThroughputDescription> provisioned,
      Optional<OnDemandThroughput> most) {
    if (onDemand) {
      add(
          minute,
          figures,
          Metric.ON_DEMAND_MAX_READ_REQUEST_UNITS,
          most.map(OnDemandThroughput::maxReadRequestUnits));
      add(
          minute,
          figures,
          Metric.ON_DEMAND_MAX_WRITE_REQUEST_UNITS,
          most.map(OnDemandThroughput::maxWriteRequestUnits));
    } else {
      add(
          minute,
          figures,
          Metric.PROVISIONED_READ_CAPACITY_UNITS,
          provisioned.flatMap(ProvisionedThroughputDescription::readCapacityUnits));
      add(
          minute,
          figures,
          Metric.PROVISIONED_WRITE_CAPACITY_UNITS,
          provisioned.flatMap(ProvisionedThroughputDescription::writeCapacityUnits));
    }
  }

  /** -1 is no limit on demand. */
  private static void add(long minute, Figures figures, Metric metric, Optional<Long> units) {
    if (units.isPresent() && units.get() >= 0) {
      figures.add(minute, Slots.of(metric), units.get() * Distribution.MILLIONTHS);
    }
  }
}
