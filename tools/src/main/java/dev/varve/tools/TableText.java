package dev.varve.tools;

import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TableOverview;
import java.util.Locale;
import java.util.Optional;

/** A table in a line of text. */
final class TableText {
  private TableText() {}

  /** Name, key and partitions, e.g. {@code Cities (Country S, City S), 8 partitions}. */
  static String describe(TableOverview table) {
    return describe(table.name(), table.partitionKey(), table.sortKey(), table.partitionCount());
  }

  /** The same of the definition of a table that exists. */
  static String describe(TableDefinition table) {
    return describe(
        table.name(), table.partitionKey(), table.sortKey(), table.partitions().orElseThrow());
  }

  /** The number of its items, e.g. {@code 1,234 items} or {@code at most 1,234 items}. */
  static String items(TableOverview table) {
    return String.format(
        Locale.ROOT, "%s%,d items", table.itemCountExact() ? "" : "at most ", table.itemCount());
  }

  private static String describe(
      String name, KeyAttribute partitionKey, Optional<KeyAttribute> sortKey, int partitions) {
    return name
        + " ("
        + partitionKey.name()
        + " "
        + partitionKey.type()
        + sortKey.map(key -> ", " + key.name() + " " + key.type()).orElse("")
        + "), "
        + partitions
        + (partitions == 1 ? " partition" : " partitions");
  }
}
