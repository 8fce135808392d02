package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.value.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What a request costs one table. */
final class Cost {
  /** Which further members an answer has. */
  enum Kind {
    PLAIN,
    TRANSACTION_READ,
    TRANSACTION_WRITE
  }

  private final TableState table;
  private double tableUnits;
  private final Map<String, Double> local = new LinkedHashMap<>();
  private final Map<String, Double> global = new LinkedHashMap<>();

  Cost(TableState table) {
    this.table = table;
  }

  Cost table(double units) {
    tableUnits += units;
    return this;
  }

  Cost index(TableState.Index index, double units) {
    (index.isGlobal() ? global : local).merge(index.name(), units, Double::sum);
    return this;
  }

  /**
   * A write of an item.
   *
   * @param factor of the table's part
   */
  Cost write(Item before, Item after, double factor) {
    table(factor * Sizes.writeUnits(Math.max(Sizes.of(before), Sizes.of(after))));
    for (TableState.Index index : table.indexes.values()) {
      Item old = table.entry(index, before);
      Item now = table.entry(index, after);
      if (Objects.equals(old, now)) {
        continue;
      }
      boolean moves =
          old != null
              && now != null
              && !Paths.pick(old, TableState.names(index.keys()))
                  .equals(Paths.pick(now, TableState.names(index.keys())));
      index(
          index,
          moves
              ? Sizes.writeUnits(Sizes.of(old)) + Sizes.writeUnits(Sizes.of(now))
              : Sizes.writeUnits(Math.max(Sizes.of(old), Sizes.of(now))));
    }
    return this;
  }

  /** What the answer tells; null if nothing was asked for. */
  ConsumedCapacity told(ReturnConsumedCapacity wanted, Kind kind) {
    if (wanted == null || wanted == ReturnConsumedCapacity.NONE) {
      return null;
    }
    double sum = tableUnits;
    for (double units : local.values()) {
      sum += units;
    }
    for (double units : global.values()) {
      sum += units;
    }
    ConsumedCapacity.Builder told =
        ConsumedCapacity.builder().tableName(table.name).capacityUnits(sum);
    switch (kind) {
      case PLAIN -> {}
      case TRANSACTION_READ -> told.readCapacityUnits(sum);
      case TRANSACTION_WRITE -> told.writeCapacityUnits(sum);
    }
    if (wanted == ReturnConsumedCapacity.INDEXES) {
      told.table(capacity(tableUnits, kind));
      if (!local.isEmpty()) {
        told.localSecondaryIndexes(capacities(local, kind));
      }
      if (!global.isEmpty()) {
        told.globalSecondaryIndexes(capacities(global, kind));
      }
    }
    return told.build();
  }

  private static Map<String, Capacity> capacities(Map<String, Double> units, Kind kind) {
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    units.forEach((name, value) -> capacities.put(name, capacity(value, kind)));
    return capacities;
  }

  private static Capacity capacity(double units, Kind kind) {
    Capacity.Builder capacity = Capacity.builder().capacityUnits(units);
    switch (kind) {
      case PLAIN -> {}
      case TRANSACTION_READ -> capacity.readCapacityUnits(units);
      case TRANSACTION_WRITE -> capacity.writeCapacityUnits(units);
    }
    return capacity.build();
  }
}
