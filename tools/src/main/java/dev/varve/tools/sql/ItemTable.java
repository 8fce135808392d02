package dev.varve.tools.sql;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Items as an aligned table: a column for each attribute that one of them has, in the order in
 * which they first come, numbers to the right. A long value is cut off; what an item does not have
 * stays blank.
 */
final class ItemTable {
  /** The widest cell, in characters. */
  private static final int MAX_WIDTH = 60;

  private static final String CUT = "...";

  /** A column under its name. */
  private static final class Column {
    private int width;
    private boolean numbers = true;

    Column(String name) {
      this.width = width(shortened(name));
    }
  }

  private final List<Map<String, String>> rows = new ArrayList<>();
  private final Map<String, Column> columns = new LinkedHashMap<>();

  /** The table of some items, at least one. */
  ItemTable(List<Item> items) {
    for (Item item : items) {
      Map<String, String> row = new LinkedHashMap<>();
      item.asMap()
          .forEach((name, value) -> {
            Column column = columns.computeIfAbsent(name, Column::new);
            String cell = shortened(ValueNotation.cell(value));
            column.width = Math.max(column.width, width(cell));
            column.numbers &= value instanceof AttributeValue.N;
            row.put(name, cell);
          });
      rows.add(row);
    }
  }

  void print(PrintWriter out) {
    StringBuilder names = new StringBuilder();
    StringBuilder rule = new StringBuilder();
    columns.forEach((name, column) -> {
      append(names, shortened(name), column);
      rule.append(rule.isEmpty() ? "" : "  ").append("-".repeat(column.width));
    });
    out.println(names.toString().stripTrailing());
    out.println(rule);
    for (Map<String, String> row : rows) {
      StringBuilder line = new StringBuilder();
      columns.forEach((name, column) -> append(line, row.getOrDefault(name, ""), column));
      out.println(line.toString().stripTrailing());
    }
  }

  /** Adds a cell, and two blanks behind it. */
  private static void append(StringBuilder line, String cell, Column column) {
    String padding = " ".repeat(column.width - width(cell));
    line.append(column.numbers ? padding + cell : cell + padding).append("  ");
  }

  private static String shortened(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", " ");
    return width(oneLine) <= MAX_WIDTH
        ? oneLine
        : oneLine.substring(0, oneLine.offsetByCodePoints(0, MAX_WIDTH - CUT.length())) + CUT;
  }

  /** How many places a text takes: one for each character. */
  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
