package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.capacity.TableConsumption;
import dev.varve.dynamodb.write.Outcome;
import java.util.Optional;

/**
 * What the answer of a write tells beside its attributes.
 *
 * @param capacity null where the request does not say
 */
record Reporting(ReturnConsumedCapacity capacity) {
  /** Nothing. */
  static final Reporting NONE = new Reporting(null);

  static Reporting of(ReturnConsumedCapacity capacity) {
    return Consumption.isAskedFor(capacity) ? new Reporting(capacity) : NONE;
  }

  /** Whether the sizes of the item before and afterwards have to be known. */
  boolean needsSizes() {
    return capacity != null;
  }

  /** What a single write consumed, if the request asks. */
  Optional<ConsumedCapacity> consumed(String tableName, Outcome outcome) {
    if (capacity == null) {
      return Optional.empty();
    }
    Consumption consumption = Consumption.of(capacity, Consumption.Kind.PLAIN);
    add(consumption.table(tableName), outcome);
    return consumption.one();
  }

  /** Adds what a write consumed. */
  static void add(TableConsumption table, Outcome outcome) {
    table.add(CapacityUnits.writeUnits(outcome.sizeBytesBefore(), outcome.sizeBytesAfter()));
  }
}
