package dev.varve.dynamodb.table;

import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.refusal.Refusals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tables that exist, by name. Safe for use by many threads. */
public final class Tables {
  private final Map<String, Table> byName = new ConcurrentHashMap<>();

  /**
   * The table that an operation on items names.
   *
   * @param name its name or its ARN
   * @throws ResourceNotFoundException if there is none
   */
  public Table require(String name) {
    Table table = byName.get(TableArns.name(name));
    if (table == null || !table.isUsable()) {
      throw Refusals.noTable();
    }
    return table;
  }

  /**
   * A table that was found before.
   *
   * @throws ResourceNotFoundException if it has been deleted since
   */
  public static Table require(Table found) {
    if (found.isDeleted()) {
      throw Refusals.noTable();
    }
    return found;
  }

  /**
   * The table that an operation on tables names.
   *
   * @param name its name or its ARN
   * @throws ResourceNotFoundException if there is none
   */
  public Table get(String name) {
    Table table = byName.get(TableArns.name(name));
    if (table == null || table.isDeleted()) {
      throw Refusals.noTable(TableArns.name(name));
    }
    return table;
  }

  /** The table of this name, if there is one, also while it is being created or deleted. */
  public Optional<Table> present(String name) {
    Table table = byName.get(name);
    if (table != null && table.isGone()) {
      byName.remove(name, table);
      return Optional.empty();
    }
    return Optional.ofNullable(table);
  }

  /** All tables, in no order, also those that are being created or deleted. */
  public List<Table> all() {
    byName.values().removeIf(Table::isGone);
    return List.copyOf(byName.values());
  }

  /** Makes a table known by its name. */
  public void add(Table table) {
    byName.put(table.name(), table);
  }

  /** Forgets a table. Another of its name, added since, stays. */
  public void remove(Table table) {
    byName.remove(table.name(), table);
  }
}
