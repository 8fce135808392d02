package dev.varve.dynamodb;

import dev.varve.dynamodb.error.ResourceNotFoundException;
import dev.varve.dynamodb.error.ValidationException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The tables that exist, by name. Safe for use by many threads. */
final class Tables {
  private static final int MAX_NAME_LENGTH = 255;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

  private final Map<String, Table> byName = new ConcurrentHashMap<>();

  /**
   * The table that an operation on items names, or null: whether it exists is checked after the
   * rest of the request, by {@link #require}.
   *
   * @throws ValidationException if no table can have that name
   */
  Table find(String name) {
    Table table = byName.get(name);
    if (table == null) {
      checkName(name);
    }
    return table;
  }

  private static void checkName(String name) {
    String constraint;
    if (name.isEmpty()) {
      constraint = "Member must have length greater than or equal to 1";
    } else if (name.length() > MAX_NAME_LENGTH) {
      constraint = "Member must have length less than or equal to " + MAX_NAME_LENGTH;
    } else if (!NAME.matcher(name).matches()) {
      constraint = "Member must satisfy regular expression pattern: " + NAME;
    } else {
      return;
    }
    throw new ValidationException(
        "1 validation error detected: Value '"
            + name
            + "' at 'tableName' failed to satisfy constraint: "
            + constraint);
  }

  /**
   * What {@link #find} found.
   *
   * @throws ResourceNotFoundException if that was nothing, or the table has been deleted since
   */
  static Table require(Table found) {
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
  Table get(String name) {
    Table table = find(name);
    if (table == null || table.isDeleted()) {
      throw ResourceNotFoundException.forTable(name);
    }
    return table;
  }

  /** The table of this name, if there is one. */
  Optional<Table> present(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Collection<Table> all() {
    return byName.values();
  }

  void add(Table table) {
    byName.put(table.name(), table);
  }

  void remove(Table table) {
    byName.remove(table.name(), table);
  }
}
