package dev.varve.tools;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells, printed with all columns as wide as need be and numbers to the right. Not
 * thread-safe.
 */
final class TextColumns {
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; the first is the heading, and tells how many cells the others have. */
  TextColumns row(List<String> cells) {
    if (!rows.isEmpty() && cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells.size() + " cells, not " + rows.getFirst().size());
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Prints all rows, the first column to the left, the others to the right. */
  void print(PrintWriter out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        String padding = " ".repeat(width(column) - cell.length());
        line.append(column == 0 ? cell + padding : "  " + padding + cell);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
