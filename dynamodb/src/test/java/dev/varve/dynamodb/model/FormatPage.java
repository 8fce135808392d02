package dev.varve.dynamodb.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The examples and tables of a page in docs/formats, so that page and code cannot drift. */
public final class FormatPage {
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  private final List<String> lines;

  public FormatPage(String name) throws IOException {
    lines = Files.readAllLines(Path.of("..", "docs", "formats", name));
  }

  /**
   * The bytes of the block {@code ```hex name}, spaced as {@link #spaced} does: its lines are
   * {@code offset: bytes | text}, without gaps.
   */
  public String example(String name) {
    List<String> hex = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (line.equals("```hex " + name)) {
        inside = true;
      } else if (inside && line.equals("```")) {
        return String.join(" ", hex);
      } else if (inside) {
        int offset = Integer.parseInt(line.substring(0, 4), 16);
        if (offset != hex.size()) {
          throw new AssertionError("line begins at " + hex.size() + ": " + line);
        }
        hex.addAll(List.of(line.substring(5, line.indexOf('|')).strip().split(" +")));
      }
    }
    throw new AssertionError("no example " + name);
  }

  /** The cells of all rows {@code | a | `b` |} whose second cell is code, without the quotes. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      if (line.matches("\\| [^|`]+ \\| `[^`|]+` \\|")) {
        String[] cells = line.substring(2, line.length() - 3).split(" \\| `");
        rows.add(List.of(cells));
      }
    }
    return rows;
  }

  public static String spaced(byte[] bytes) {
    return SPACED.formatHex(bytes);
  }

  public static byte[] bytes(String spaced) {
    return SPACED.parseHex(spaced);
  }
}
