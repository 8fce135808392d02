package dev.varve.dynamodb.capacity;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.value.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request consumes, by table and index, where it asks for that. For one thread.
 *
 * <p>Only transactions tell reads from writes in their answers, and only they pay twice for a
 * table; their index writes cost what others cost.
 */
public final class Consumption {
  /** What kind of units a request consumes, and so which members its answer has. */
  public enum Kind {
    /** Reads or writes, not told apart. */
    PLAIN,
    /** Reads of a transaction. */
    TRANSACTIONAL_READ,
    /** Writes of a transaction. */
    TRANSACTIONAL_WRITE
  }

  private final boolean byIndex;
  private final Kind kind;
  private final Map<String, TableConsumption> tables = new LinkedHashMap<>();

  private Consumption(boolean byIndex, Kind kind) {
    this.byIndex = byIndex;
    this.kind = kind;
  }

  /** Whether a request asks for its capacity; {@code level} is null where it does not say. */
  public static boolean isAskedFor(ReturnConsumedCapacity level) {
    return level != null && level != ReturnConsumedCapacity.NONE;
  }

  /** A sum of nothing so far, or null if the request does not ask for it. */
  public static Consumption of(ReturnConsumedCapacity level, Kind kind) {
    return isAskedFor(level)
        ? new Consumption(level == ReturnConsumedCapacity.INDEXES, kind)
        : null;
  }

  /**
   * The member of an answer that has read one item, if the request asks for it.
   *
   * @param item null if it does not exist
   * @param consistent whether the read is strongly consistent
   */
  public static Optional<ConsumedCapacity> ofRead(
      ReturnConsumedCapacity level, String tableName, Item item, boolean consistent) {
    Consumption consumption = of(level, Kind.PLAIN);
    if (consumption == null) {
      return Optional.empty();
    }
    consumption.table(tableName).addRead(item, consistent);
    return consumption.one();
  }

  /**
   * The part of a table, which the answer has from now on.
   *
   * @param tableName the name or ARN by which the request calls it; if it uses both, the answer has
   *     the first
   */
  public TableConsumption table(String tableName) {
    return tables.computeIfAbsent(
        TableArns.name(tableName), _ -> new TableConsumption(tableName, kind));
  }

  /** The member of an answer about one table. */
  public Optional<ConsumedCapacity> one() {
    return tables.values().stream().findFirst().map(table -> table.answer(byIndex));
  }

  /** The member of an answer about several tables, in the order of the request. */
  public List<ConsumedCapacity> all() {
    return tables.values().stream().map(table -> table.answer(byIndex)).toList();
  }
}
