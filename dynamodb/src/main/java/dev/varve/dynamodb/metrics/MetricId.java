package dev.varve.dynamodb.metrics;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A metric of something: what the service calls its dimensions. There need be no such table, index
 * or traffic; then there are no values.
 *
 * @param metric which one
 * @param table the table's name, not its ARN; empty for a metric of the whole database
 * @param index the name of a global index, for a metric of one
 * @param operation for a metric of an operation on the table
 */
public record MetricId(
    Metric metric,
    Optional<String> table,
    Optional<String> index,
    Optional<ItemOperation> operation) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  /**
   * Checks that the metric is of what is named, and the names.
   *
   * @throws IllegalArgumentException if it is not
   */
  public MetricId {
    Objects.requireNonNull(metric, "metric");
    table.ifPresent(MetricId::requireName);
    index.ifPresent(MetricId::requireName);
    boolean fits =
        switch (metric.scope()) {
          case TABLE -> index.isEmpty() && operation.isEmpty();
          case TABLE_OR_INDEX -> operation.isEmpty();
          case INDEX -> index.isPresent() && operation.isEmpty();
          case OPERATION -> index.isEmpty() && operation.isPresent();
          case DATABASE -> index.isEmpty() && operation.isEmpty();
        };
    if (!fits || table.isPresent() == (metric.scope() == Metric.Scope.DATABASE)) {
      throw new IllegalArgumentException(
          metric.text()
              + " is a metric of "
              + metric.scope()
              + ", not of"
              + parts(table, index, operation));
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a table or an index: " + name);
    }
  }

  private static String parts(
      Optional<String> table, Optional<String> index, Optional<ItemOperation> operation) {
    return table.map(name -> " table " + name).orElse(" no table")
        + index.map(name -> ", index " + name).orElse("")
        + operation.map(value -> ", operation " + value.text()).orElse("");
  }

  /** A metric of the whole database. */
  public static MetricId of(Metric metric) {
    return new MetricId(metric, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A metric of a table. */
  public static MetricId of(Metric metric, String table) {
    return new MetricId(metric, Optional.of(table), Optional.empty(), Optional.empty());
  }

  /** A metric of a global index. */
  public static MetricId ofIndex(Metric metric, String table, String index) {
    return new MetricId(metric, Optional.of(table), Optional.of(index), Optional.empty());
  }

  /** A metric of an operation on a table. */
  public static MetricId of(Metric metric, String table, ItemOperation operation) {
    return new MetricId(metric, Optional.of(table), Optional.empty(), Optional.of(operation));
  }
}
