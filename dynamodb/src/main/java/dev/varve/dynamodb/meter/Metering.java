package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.ThrottlingReason;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.IndexEntry;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.throttle.Throttle;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what operations consume, and hands it on to the throttle that may refuse them. While there
 * are neither metrics nor contributor insights it only does the latter. Safe for use by many
 * threads.
 */
public final class Metering implements Throttle {
  private static final String READ = "Read";
  private static final String WRITE = "Write";

  private final Throttle limits;
  private final Tables tables;
  private final Clock clock;
  private final boolean measures;
  private final int kept;
  private final Figures database;
  private final Map<String, TableFigures> byTable = new ConcurrentHashMap<>();

  /** By the tables and global indexes themselves: one that is made anew is another. */
  private final Map<ReadTarget, KeyWatch> watched = new ConcurrentHashMap<>();

  /** Whether keys of anything are watched. */
  private volatile boolean watches;

  /**
   * Metering of a database.
   *
   * @param limits what is limited
   * @param clock whose time of day tells the minute
   * @param measures whether there are metrics
   * @param kept how many minutes are kept
   */
  public Metering(Throttle limits, Tables tables, Clock clock, boolean measures, int kept) {
    this.limits = limits;
    this.tables = tables;
    this.clock = clock;
    this.measures = measures;
    this.kept = kept;
    this.database = new Figures(kept);
  }

  /** Metering that counts nothing, and limits nothing. */
  public static Metering none() {
    return new Metering(Throttle.NONE, new Tables(), Clock.SYSTEM, false, 1);
  }

  /** Whether anything is limited. */
  public boolean limits() {
    return limits.isOn();
  }

  /** Whether there are metrics. */
  public boolean measures() {
    return measures;
  }

  @Override
  public boolean isOn() {
    return measures || watches || limits.isOn();
  }

  // ---- What is consumed ----

  @Override
  public long requireRead(ReadTarget target, ItemPartition partition, byte[] key) {
    try {
      return limits.requireRead(target, partition, key);
    } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
      throttled(target, READ, refused);
      KeyWatch watch = watchOf(target);
      if (watch != null) {
        watch.throttled(now(), key);
      }
      throw refused;
    }
  }

  @Override
  public void takeRead(
      ReadTarget target, ItemPartition partition, byte[] key, double units, long admission) {
    limits.takeRead(target, partition, key, units, admission);
    consumed(target, Metric.CONSUMED_READ_CAPACITY_UNITS, units);
    KeyWatch watch = watchOf(target);
    if (watch != null) {
      watch.accessed(now(), key, units);
    }
  }

  @Override
  public long requirePage(ReadTarget target, ItemPartition partition, byte[] key) {
    try {
      return limits.requirePage(target, partition, key);
    } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
      throttled(target, READ, refused);
      KeyWatch watch = watchOf(target);
      if (watch != null && key != null) {
        watch.pageThrottled(now(), key);
      }
      throw refused;
    }
  }

  @Override
  public void takePage(
      ReadTarget target, ItemPartition partition, byte[] key, double units, long admission) {
    limits.takePage(target, partition, key, units, admission);
    consumed(target, Metric.CONSUMED_READ_CAPACITY_UNITS, units);
    KeyWatch watch = watchOf(target);
    if (watch != null && key != null) {
      watch.pageAccessed(now(), key, units);
    }
  }

  @Override
  public long requireWrite(Table table, ItemPartition partition, byte[] key) {
    try {
      return limits.requireWrite(table, partition, key);
    } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
      throttled(table, WRITE, refused);
      KeyWatch watch = watchOf(table);
      if (watch != null) {
        watch.throttled(now(), key);
      }
      throw refused;
    }
  }

  @Override
  public void requireIndexes(Table table, Item before, Item after, long admission) {
    try {
      limits.requireIndexes(table, before, after, admission);
    } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
      for (Index index : table.maintainedIndexes()) {
        if (index.isGlobal() && isOf(index, refused)) {
          throttled(index, WRITE, refused);
          KeyWatch watch = watchOf(index);
          IndexEntry entry = watch == null ? null : index.entryOf(after == null ? before : after);
          if (entry != null) {
            watch.throttled(now(), entry.key());
          }
        }
      }
      throw refused;
    }
  }

  @Override
  public void takeWrite(
      Table table, ItemPartition partition, byte[] key, long units, long admission) {
    limits.takeWrite(table, partition, key, units, admission);
    consumed(table, Metric.CONSUMED_WRITE_CAPACITY_UNITS, (double) units);
    KeyWatch watch = watchOf(table);
    if (watch != null) {
      watch.accessed(now(), key, (double) units);
    }
  }

  @Override
  public void takeIndexWrite(Index index, byte[] key, long units) {
    limits.takeIndexWrite(index, key, units);
    consumed(index, Metric.CONSUMED_WRITE_CAPACITY_UNITS, (double) units);
    if (index.isGlobal()) {
      KeyWatch watch = watchOf(index);
      if (watch != null) {
        watch.accessed(now(), key, (double) units);
      }
    }
  }

  private void consumed(ReadTarget target, Metric metric, double units) {
    if (measures) {
      figures(target).add(now(), Slots.of(metric), Math.round(units * Distribution.MILLIONTHS));
    }
  }

  private void throttled(ReadTarget target, String kind, DynamoException refused) {
    if (!measures) {
      return;
    }
    Figures figures = figures(target);
    boolean isRead = kind.equals(READ);
    add(figures, isRead ? Metric.READ_THROTTLE_EVENTS : Metric.WRITE_THROTTLE_EVENTS, 1);
    for (ThrottlingReason reason : reasons(refused)) {
      String cause = reason.reason().orElse("");
      if (cause.endsWith("MaxOnDemandThroughputExceeded")) {
        add(
            figures,
            isRead
                ? Metric.READ_MAX_ON_DEMAND_THROUGHPUT_THROTTLE_EVENTS
                : Metric.WRITE_MAX_ON_DEMAND_THROUGHPUT_THROTTLE_EVENTS,
            1);
      } else if (cause.endsWith("KeyRangeThroughputExceeded")) {
        add(
            figures,
            isRead
                ? Metric.READ_KEY_RANGE_THROUGHPUT_THROTTLE_EVENTS
                : Metric.WRITE_KEY_RANGE_THROUGHPUT_THROTTLE_EVENTS,
            1);
      } else if (cause.endsWith("ProvisionedThroughputExceeded")) {
        add(
            figures,
            isRead
                ? Metric.READ_PROVISIONED_THROUGHPUT_THROTTLE_EVENTS
                : Metric.WRITE_PROVISIONED_THROUGHPUT_THROTTLE_EVENTS,
            1);
      }
    }
  }

  private static boolean isOf(Index index, DynamoException refused) {
    String end = TableArns.ofIndex("", index.name());
    return reasons(refused).stream().anyMatch(reason -> reason.resource().orElse("").endsWith(end));
  }

  private static List<ThrottlingReason> reasons(DynamoException refused) {
    return switch (refused) {
      case ProvisionedThroughputExceededException exceeded -> exceeded.throttlingReasons();
      case ThrottlingException throttled -> throttled.throttlingReasons();
      default -> List.of();
    };
  }

  // ---- How requests end ----

  /**
   * Counts a request of an operation on a table.
   *
   * @param table its name or its ARN
   * @param nanos how long it took
   */
  public void ended(ItemOperation operation, String table, Ending ending, long nanos) {
    Metric metric =
        switch (ending) {
          case SUCCESS -> Metric.SUCCESSFUL_REQUEST_LATENCY;
          case THROTTLED -> Metric.THROTTLED_REQUESTS;
          case SYSTEM_ERROR -> Metric.SYSTEM_ERRORS;
          case USER_ERROR, OTHER -> null;
        };
    String name = TableArns.name(table);
    if (!measures || metric == null || !exists(name)) {
      return;
    }
    // A nanosecond is a millionth of the metric's unit, a millisecond.
    figures(name)
        .own()
        .add(
            now(),
            Slots.of(metric, operation),
            ending == Ending.SUCCESS ? nanos : Distribution.MILLIONTHS);
  }

  /** Names that somebody makes up must not fill the memory. */
  private boolean exists(String table) {
    return byTable.containsKey(table) || tables.present(table).isPresent();
  }

  /** Counts a request that was refused by a fault of the caller's. */
  public void userError() {
    if (measures) {
      add(database, Metric.USER_ERRORS, 1);
    }
  }

  /**
   * Counts what an answer returned.
   *
   * @param metric of an operation
   * @param table its name or its ARN
   */
  public void returned(Metric metric, ItemOperation operation, String table, long count) {
    String name = TableArns.name(table);
    if (measures && exists(name)) {
      figures(name).own().add(now(), Slots.of(metric, operation), count * Distribution.MILLIONTHS);
    }
  }

  /** Counts a condition that was false. */
  public void conditionFailed(Table table) {
    if (measures) {
      add(figures(table), Metric.CONDITIONAL_CHECK_FAILED_REQUESTS, 1);
    }
  }

  /** Counts items that one request could not have since a transaction had them. */
  public void conflict(Table table, int items) {
    if (measures) {
      add(figures(table), Metric.TRANSACTION_CONFLICT, items);
    }
  }

  /** Counts items that were deleted since they had expired. */
  public void expired(Table table, int items) {
    if (measures && items > 0) {
      add(figures(table), Metric.TIME_TO_LIVE_DELETED_ITEM_COUNT, items);
    }
  }

  /**
   * Counts a step of the build of an index.
   *
   * @param units that it consumed
   * @param percent how much of the index is there
   */
  public void built(Index index, long units, double percent) {
    if (measures && index.isGlobal()) {
      Figures figures = figures(index);
      add(figures, Metric.ONLINE_INDEX_CONSUMED_WRITE_CAPACITY, (double) units);
      add(figures, Metric.ONLINE_INDEX_PERCENTAGE_PROGRESS, percent);
    }
  }

  private void add(Figures figures, Metric metric, double value) {
    figures.add(now(), Slots.of(metric), Math.round(value * Distribution.MILLIONTHS));
  }

  // ---- What is known ----

  /** The minute that it is. */
  long now() {
    return Minutes.now(clock);
  }

  /** How many minutes are kept. */
  int kept() {
    return kept;
  }

  /** Those of a table, which its local indexes share, or of a global index. */
  Figures figures(ReadTarget target) {
    return figures(target.table().name()).of(target);
  }

  private TableFigures figures(String table) {
    TableFigures present = byTable.get(table);
    return present != null ? present : byTable.computeIfAbsent(table, _ -> new TableFigures(kept));
  }

  /** Those of the whole database. */
  Figures database() {
    return database;
  }

  /** Those of the tables that have any, by their names. */
  Map<String, TableFigures> byTable() {
    return byTable;
  }

  /** Moves all samples to the minutes that are kept, and forgets what is too old. */
  void settle() {
    long now = now();
    database.settle(now);
    byTable.forEach((name, figures) -> {
      if (!figures.settle(now) && tables.present(name).isEmpty()) {
        byTable.remove(name, figures);
      }
    });
  }

  /** The watch over the keys of a table, which its local indexes share, or of a global index. */
  private KeyWatch watchOf(ReadTarget target) {
    return watches ? watch(target) : null;
  }

  private KeyWatch watch(ReadTarget target) {
    return watched.get(target instanceof Index index && !index.isGlobal() ? index.table() : target);
  }

  /** The watch over the keys of a table or global index; null for none. */
  KeyWatch find(ReadTarget target) {
    return watched.get(target);
  }

  private static boolean isGone(ReadTarget target) {
    return target.table().isDeleted() || (target instanceof Index index && index.isDeleted());
  }

  /**
   * Watches the keys of a table or global index from now on, or no more if {@code watch} is null.
   */
  void watch(ReadTarget target, KeyWatch watch) {
    watched.keySet().removeIf(Metering::isGone);
    if (watch == null) {
      watched.remove(target);
    } else {
      watched.put(target, watch);
    }
    watches = !watched.isEmpty();
  }
}
