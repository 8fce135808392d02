package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.stats.HashRange;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The history of a table as the catalog keeps it: where the changes of its items are, so that they
 * can be undone back to some time. It goes with its table.
 *
 * @param table the table's number
 * @param tableName its name
 * @param sinceMillis all changes that are later than this are kept, in milliseconds since 1970
 * @param periodDays for how many days changes have to be kept, 1 to 35
 * @param generations of logs, in the order in which they were opened; only the last is open
 */
public record HistoryRecord(
    int table, String tableName, long sinceMillis, int periodDays, List<Generation> generations) {

  public HistoryRecord {
    generations = List.copyOf(generations);
  }

  /** The history with these generations. */
  public HistoryRecord with(List<Generation> value) {
    return new HistoryRecord(table, tableName, sinceMillis, periodDays, value);
  }

  /** The history with changes that are kept since a time and for a period. */
  public HistoryRecord with(long since, int period) {
    return new HistoryRecord(table, tableName, since, period, generations);
  }

  /** The generation that takes changes. */
  public Generation open() {
    return generations.getLast();
  }

  /** The engine's numbers of the partitions that hold the logs. */
  public List<Integer> partitions() {
    List<Integer> partitions = new ArrayList<>();
    for (Generation generation : generations) {
      generation.logs().forEach(log -> partitions.add(log.partition()));
    }
    return partitions;
  }

  /**
   * Logs that took the changes of all items for some time.
   *
   * @param openedMillis when they began to, in milliseconds since 1970
   * @param logs in the order of their hashes, which are all there are
   * @param closedMillis a time that no change in them is later than; empty while they take changes
   */
  public record Generation(long openedMillis, List<Log> logs, OptionalLong closedMillis) {
    public Generation {
      logs = List.copyOf(logs);
    }

    /** This generation, closed. */
    public Generation closed(long millis) {
      return new Generation(openedMillis, logs, OptionalLong.of(millis));
    }
  }

  /**
   * A log.
   *
   * @param hashes of the partition keys whose items it is for
   * @param partition the engine's number of the partition that holds it
   */
  public record Log(HashRange hashes, int partition) {}
}
