package dev.varve.dynamodb.trigger;

import dev.varve.dynamodb.filter.EventPattern;
import dev.varve.dynamodb.table.TableArns;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a trigger is to do. Immutable.
 *
 * @param name its name: 1 to 255 letters, digits, and {@code . _ -}
 * @param table the name of the table whose stream it follows, from one stream to the next if there
 *     are several
 * @param target where it delivers records
 * @param filters patterns of which a record has to match one to be delivered, 10 at most; none for
 *     all records
 * @param start where it begins
 * @param batchSize the most records of a batch, 1 to 10,000; it has 6 MB at most, too, except for a
 *     record that has more by itself. Default 100
 * @param batchWindow how long a batch waits from its first record on until it has all that it may
 *     have, by the machine's clock: up to 5 minutes, in whole milliseconds. Default not at all
 * @param parallelism how many batches of a shard are under way at once, 1 to 10. Records of one
 *     item stay in order, those of different items need not. Default 1
 * @param retry what becomes of records that could not be delivered
 * @param enabled whether it delivers. While it does not it stays where it is
 */
public record Trigger(
    String name,
    String table,
    TriggerTarget target,
    List<String> filters,
    StartingPosition start,
    int batchSize,
    Duration batchWindow,
    int parallelism,
    RetryPolicy retry,
    boolean enabled) {
  private static final int MAX_FILTERS = 10;
  private static final int MAX_FILTER_CHARS = 4096;
  private static final int MAX_BATCH = 10_000;
  private static final int MAX_PARALLELISM = 10;
  private static final Duration MAX_WINDOW = Duration.ofMinutes(5);

  public Trigger {
    if (!name.matches("[a-zA-Z0-9_.-]{1,255}")) {
      throw new IllegalArgumentException("not a name for a trigger: \"" + name + "\"");
    }
    table = TableArns.name(table);
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(retry, "retry");
    filters = List.copyOf(filters);
    batchWindow = batchWindow.truncatedTo(ChronoUnit.MILLIS);
    if (filters.size() > MAX_FILTERS) {
      throw new IllegalArgumentException("more than " + MAX_FILTERS + " filters");
    }
    for (String filter : filters) {
      if (filter.length() > MAX_FILTER_CHARS) {
        throw new IllegalArgumentException(
            "a filter of more than " + MAX_FILTER_CHARS + " characters");
      }
      EventPattern.parse(filter);
    }
    requireRange("batchSize", batchSize, MAX_BATCH);
    requireRange("parallelism", parallelism, MAX_PARALLELISM);
    if (batchWindow.isNegative() || batchWindow.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "batchWindow must be 0 to " + MAX_WINDOW + ", not " + batchWindow);
    }
  }

  private static void requireRange(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be 1 to " + most + ", not " + value);
    }
  }

  /** Begins a trigger, which needs a table and a target. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** A builder with all that this has. */
  public Builder toBuilder() {
    Builder builder = new Builder(name);
    builder.table = table;
    builder.target = target;
    builder.filters.addAll(filters);
    builder.start = start;
    builder.batchSize = batchSize;
    builder.batchWindow = batchWindow;
    builder.parallelism = parallelism;
    builder.retry = retry;
    builder.enabled = enabled;
    return builder;
  }

  /** Collects what a trigger is to do. For one thread. */
  public static final class Builder {
    private final String name;
    private String table;
    private TriggerTarget target;
    private final List<String> filters = new ArrayList<>();
    private StartingPosition start = StartingPosition.LATEST;
    private int batchSize = 100;
    private Duration batchWindow = Duration.ZERO;
    private int parallelism = 1;
    private RetryPolicy retry = RetryPolicy.defaults();
    private boolean enabled = true;

    private Builder(String name) {
      this.name = name;
    }

    /** The table whose stream it follows, by its name or its ARN. */
    public Builder table(String value) {
      table = value;
      return this;
    }

    public Builder target(TriggerTarget value) {
      target = value;
      return this;
    }

    /** Delivers to the function that is attached to the trigger. */
    public Builder function() {
      return target(new TriggerTarget.Function());
    }

    /** Delivers to an endpoint. */
    public Builder http(URI uri) {
      return target(new TriggerTarget.Http(uri, TriggerTarget.DEFAULT_TIMEOUT));
    }

    /** Delivers to a command: a program and its arguments. */
    public Builder command(String... words) {
      return target(new TriggerTarget.Command(List.of(words), TriggerTarget.DEFAULT_TIMEOUT));
    }

    /** Adds a pattern to those of which a record has to match one. */
    public Builder filter(String pattern) {
      filters.add(pattern);
      return this;
    }

    public Builder startingPosition(StartingPosition value) {
      start = value;
      return this;
    }

    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    public Builder batchWindow(Duration value) {
      batchWindow = value;
      return this;
    }

    public Builder parallelism(int value) {
      parallelism = value;
      return this;
    }

    public Builder retry(RetryPolicy value) {
      retry = value;
      return this;
    }

    public Builder enabled(boolean value) {
      enabled = value;
      return this;
    }

    /**
     * The trigger.
     *
     * @throws IllegalArgumentException if a member is missing or breaks a rule
     */
    public Trigger build() {
      if (table == null || target == null) {
        throw new IllegalArgumentException("trigger " + name + " needs a table and a target");
      }
      return new Trigger(
          name, table, target, filters, start, batchSize, batchWindow, parallelism, retry, enabled);
    }
  }
}
