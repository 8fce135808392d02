package dev.varve.dynamodb.table;

import dev.varve.dynamodb.error.ResourceNotFoundException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tables that exist, by name. Safe for use by many threads. */
public final class Tables {
  private final Map<String, Table> byName = new ConcurrentHashMap<>();

  /**
   * The table that an operation on items names, or null: whether it exists is checked after the
   * rest of the request, by {@link #require}.
   *
   * @throws dev.varve.dynamodb.error.ValidationException if no table can have that name
   */
  public Table find(String name) {
    Table table = byName.get(name);
    if (table == null) {
      TableName.checkSought(name);
    }
    return table;
  }

  /**
   * The table that {@link #find} returned.
   *
   * @throws ResourceNotFoundException if it is null, or has been deleted since
   */
  public static Table require(Table found) {
    if (found == null || found.isDeleted()) {
      throw ResourceNotFoundException.forItems();
    }
    return found;
  }

  /**
   * The table that an operation on tables names.
   *
   * @throws ResourceNotFoundException if there is none
   */
  public Table get(String name) {
    Table table = find(name);
    if (table == null || table.isDeleted()) {
      throw ResourceNotFoundException.forTable(name);
    }
    return table;
  }

  /** The table of this name, if there is one, also while it is being deleted. */
  public Optional<Table> present(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All tables, in no order. */
  public Collection<Table> all() {
    return byName.values();
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
