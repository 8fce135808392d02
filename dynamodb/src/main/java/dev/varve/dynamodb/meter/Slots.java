package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A number for each metric, and for each metric of each operation. */
final class Slots {
  private static final List<Slot> ALL = new ArrayList<>();

  /** The first number of each metric. */
  private static final int[] FIRST = new int[Metric.values().length];

  private record Slot(Metric metric, Optional<ItemOperation> operation) {}

  static {
    for (Metric metric : Metric.values()) {
      FIRST[metric.ordinal()] = ALL.size();
      if (metric.scope() == Metric.Scope.OPERATION) {
        for (ItemOperation operation : ItemOperation.values()) {
          ALL.add(new Slot(metric, Optional.of(operation)));
        }
      } else {
        ALL.add(new Slot(metric, Optional.empty()));
      }
    }
  }

  private Slots() {}

  /** How many numbers there are. */
  static int count() {
    return ALL.size();
  }

  /** The number of a metric that is of no operation. */
  static int of(Metric metric) {
    return FIRST[metric.ordinal()];
  }

  /** The number of a metric of an operation. */
  static int of(Metric metric, ItemOperation operation) {
    return FIRST[metric.ordinal()] + operation.ordinal();
  }

  /** The number of a metric. */
  static int of(MetricId id) {
    return id.operation().isEmpty() ? of(id.metric()) : of(id.metric(), id.operation().get());
  }

  /** The metric with a number, of a table or index; both empty for the database. */
  static MetricId id(int slot, Optional<String> table, Optional<String> index) {
    return new MetricId(ALL.get(slot).metric(), table, index, ALL.get(slot).operation());
  }
}
