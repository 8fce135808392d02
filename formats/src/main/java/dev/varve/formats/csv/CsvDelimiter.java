package dev.varve.formats.csv;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Tells by its header how a file separates its values. */
public final class CsvDelimiter {
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};

  private CsvDelimiter() {}

  /**
   * The delimiter that makes the most columns of the first row, one of them with this name; nothing
   * if none does. A row of one column is taken for separated by commas.
   *
   * @param beginning the first bytes of the file
   */
  public static Optional<Character> ofHeaderWith(String name, byte[] beginning) {
    // What is no UTF-8 behind the header is none of it.
    String text = new String(beginning, StandardCharsets.UTF_8);
    Optional<Character> best = Optional.empty();
    int most = 0;
    for (char delimiter : DELIMITERS) {
      List<String> names = header(text, delimiter);
      if (names.contains(name) && names.size() > most) {
        most = names.size();
        best = Optional.of(delimiter);
      }
    }
    return best;
  }

  /** The first row; empty if it is none with this delimiter. */
  private static List<String> header(String text, char delimiter) {
    try (CsvRows rows = new CsvRows(new StringReader(text), delimiter)) {
      List<String> names = rows.next();
      return names == null ? List.of() : names;
    } catch (IOException noRow) {
      return List.of();
    }
  }
}
