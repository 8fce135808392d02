package dev.varve.tools;

import dev.varve.dynamodb.TableDescription;

/** A table in a line of text. */
final class TableText {
  private TableText() {}

  /** Name, key and partitions, e.g. {@code Cities (Country S, City S), 8 partitions}. */
  static String describe(TableDescription table) {
    String sortKey = table.sortKey().map(key -> ", " + key.name() + " " + key.type()).orElse("");
    return table.name()
        + " ("
        + table.partitionKey().name()
        + " "
        + table.partitionKey().type()
        + sortKey
        + "), "
        + table.partitionCount()
        + (table.partitionCount() == 1 ? " partition" : " partitions");
  }
}
