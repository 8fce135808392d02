package dev.varve.bench.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: a heading, rows, and after a rule the rows of the foot; the first column to the
 * left, all others to the right, each as wide as its widest cell. Not thread-safe.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> rulesBefore = new ArrayList<>();

  /** Starts a table with its column names. */
  public TextTable(List<String> heading) {
    rows.add(List.copyOf(heading));
    rule();
  }

  /** Adds a row of as many cells as there are columns. */
  public TextTable row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + rows.getFirst().size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Draws a line below what there is so far. */
  public TextTable rule() {
    rulesBefore.add(rows.size());
    return this;
  }

  /**
   * Returns the lines of the table, each indented by {@code indent} and without trailing blanks.
   */
  public List<String> lines(String indent) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    List<String> lines = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      if (rulesBefore.contains(r)) {
        lines.add(indent + "-".repeat(total));
      }
      lines.add((indent + line(rows.get(r), widths)).stripTrailing());
    }
    return lines;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String padding = " ".repeat(widths[i] - width(cell));
      line.append(i == 0 ? "" : GAP).append(i == 0 ? cell + padding : padding + cell);
    }
    return line.toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
