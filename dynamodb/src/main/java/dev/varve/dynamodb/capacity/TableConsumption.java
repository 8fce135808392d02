package dev.varve.dynamodb.capacity;

import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.value.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a request consumes of one table and its indexes. For one thread. */
public final class TableConsumption {
  private static final int TRANSACTION_FACTOR = 2;

  private final String tableName;
  private final Consumption.Kind kind;
  private final Map<String, Double> globalIndexes = new LinkedHashMap<>();
  private final Map<String, Double> localIndexes = new LinkedHashMap<>();
  private double tableUnits;

  TableConsumption(String tableName, Consumption.Kind kind) {
    this.tableName = tableName;
    this.kind = kind;
  }

  /** Adds units of the table itself: in a transaction, those that the same cost outside of one. */
  public void add(double units) {
    tableUnits += kind == Consumption.Kind.PLAIN ? units : TRANSACTION_FACTOR * units;
  }

  /**
   * Adds the read of an item.
   *
   * @param item null if it does not exist
   * @param consistent whether the read is strongly consistent
   */
  public void addRead(Item item, boolean consistent) {
    add(CapacityUnits.readUnits(item, consistent));
  }

  /** Adds units of an index, which the answer has from now on. */
  public void addIndex(String index, boolean global, double units) {
    (global ? globalIndexes : localIndexes).merge(index, units, Double::sum);
  }

  ConsumedCapacity answer(boolean byIndex) {
    double total = tableUnits + sum(globalIndexes) + sum(localIndexes);
    ConsumedCapacity.Builder answer =
        ConsumedCapacity.builder().tableName(tableName).capacityUnits(total);
    only(Consumption.Kind.TRANSACTIONAL_READ, total).ifPresent(answer::readCapacityUnits);
    only(Consumption.Kind.TRANSACTIONAL_WRITE, total).ifPresent(answer::writeCapacityUnits);
    if (byIndex) {
      answer.table(capacity(tableUnits));
      if (!globalIndexes.isEmpty()) {
        answer.globalSecondaryIndexes(capacities(globalIndexes));
      }
      if (!localIndexes.isEmpty()) {
        answer.localSecondaryIndexes(capacities(localIndexes));
      }
    }
    return answer.build();
  }

  private static double sum(Map<String, Double> units) {
    double sum = 0;
    for (double part : units.values()) {
      sum += part;
    }
    return sum;
  }

  private Map<String, Capacity> capacities(Map<String, Double> units) {
    Map<String, Capacity> capacities = LinkedHashMap.newLinkedHashMap(units.size());
    units.forEach((index, part) -> capacities.put(index, capacity(part)));
    return capacities;
  }

  private Capacity capacity(double units) {
    return new Capacity(
        only(Consumption.Kind.TRANSACTIONAL_READ, units),
        only(Consumption.Kind.TRANSACTIONAL_WRITE, units),
        Optional.of(units));
  }

  private Optional<Double> only(Consumption.Kind wanted, double units) {
    return kind == wanted ? Optional.of(units) : Optional.empty();
  }
}
