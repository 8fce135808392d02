package dev.varve.watch;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tables have figures of their own: the first so many with which a call succeeded. So neither
 * many tables nor names that somebody makes up can fill the memory.
 */
final class TableLabels {
  /** In place of the table of a request that names none. */
  static final String NONE = "";

  /** In place of all further tables. */
  static final String OTHER = "other";

  private final int most;
  private final ConcurrentHashMap<String, String> known = new ConcurrentHashMap<>();

  TableLabels(int most) {
    this.most = most;
  }

  /**
   * The label for a table.
   *
   * @param table as the request has it, or null
   * @param exists whether there certainly is such a table
   */
  String of(String table, boolean exists) {
    if (table == null) {
      return NONE;
    }
    String label = known.get(table);
    if (label != null) {
      return label;
    }
    return exists ? admitted(table) : OTHER;
  }

  private synchronized String admitted(String table) {
    if (known.size() >= most) {
      return OTHER;
    }
    known.putIfAbsent(table, table);
    return table;
  }
}
