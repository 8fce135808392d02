package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A number for each metric, and for each metric of each operation. */
final class Slots {
  private static final List<Slot> ALL = new ArrayList<>();

  /** Of metrics that are of no operation. */
  private static final Map<Metric, Integer> PLAIN = new EnumMap<>(Metric.class);

  private static final Map<Metric, Map<ItemOperation, Integer>> OF_OPERATIONS =
      new EnumMap<>(Metric.class);

  private record Slot(Metric metric, Optional<ItemOperation> operation) {}

  static {
    for (Metric metric : Metric.values()) {
      if (metric.scope() == Metric.Scope.OPERATION) {
        Map<ItemOperation, Integer> slots = new EnumMap<>(ItemOperation.class);
        for (ItemOperation operation : ItemOperation.values()) {
          slots.put(operation, ALL.size());
          ALL.add(new Slot(metric, Optional.of(operation)));
        }
        OF_OPERATIONS.put(metric, slots);
      } else {
        PLAIN.put(metric, ALL.size());
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
    return PLAIN.get(metric);
  }

  /** The number of a metric of an operation. */
  static int of(Metric metric, ItemOperation operation) {
    return OF_OPERATIONS.get(metric).get(operation);
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
