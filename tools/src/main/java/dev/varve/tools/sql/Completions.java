package dev.varve.tools.sql;

import dev.varve.dynamodb.partiql.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What may come next in a statement that is being written: names of tables where a table stands, of
 * indexes behind a table and a point, else keywords and the attributes of the statement's table. A
 * guess from the words so far, since what is being written does not parse. For one thread.
 */
final class Completions {
  private static final List<String> STARTS =
      List.of("SELECT", "INSERT INTO", "UPDATE", "DELETE FROM");

  private static final List<String> KEYWORDS =
      List.of(
          "FROM",
          "WHERE",
          "AND",
          "OR",
          "NOT",
          "IN",
          "BETWEEN",
          "IS MISSING",
          "IS NOT MISSING",
          "IS NULL",
          "ORDER BY",
          "ASC",
          "DESC",
          "VALUE",
          "SET",
          "REMOVE",
          "RETURNING",
          "ALL OLD *",
          "ALL NEW *",
          "MODIFIED OLD *",
          "MODIFIED NEW *",
          "TRUE",
          "FALSE",
          "NULL",
          "begins_with(",
          "contains(",
          "size(",
          "attribute_type(",
          "list_append(",
          "if_not_exists(",
          "set_add(",
          "set_delete(");

  private static final String NAME = "(\"(?:[^\"]|\"\")*\"|[A-Za-z_$][\\w$]*)";

  /** A table with the word that comes before it. */
  private static final Pattern TABLE =
      Pattern.compile("\\b(?:FROM|INTO|UPDATE)\\s+" + NAME, Pattern.CASE_INSENSITIVE);

  private static final Pattern TABLE_NEXT =
      Pattern.compile(".*\\b(?:FROM|INTO|UPDATE)\\s+", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern INDEX_NEXT =
      Pattern.compile(
          ".*\\bFROM\\s+" + NAME + "\\s*\\.\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final SqlSession session;

  Completions(SqlSession session) {
    this.session = session;
  }

  /**
   * What may stand in the place of a word that has begun.
   *
   * @param before the statement up to the word
   * @param word its beginning; may be empty
   * @param statement all of the statement that there is
   */
  List<String> of(String before, String word, String statement) throws IOException {
    Collection<String> candidates;
    var index = INDEX_NEXT.matcher(before);
    if (before.isBlank()) {
      candidates = STARTS;
    } else if (TABLE_NEXT.matcher(before).matches()) {
      candidates = written(session.tables());
    } else if (index.matches()) {
      candidates = written(session.indexes(plain(index.group(1))));
    } else {
      candidates = new ArrayList<>();
      Optional<String> table = table(statement);
      if (table.isPresent()) {
        candidates.addAll(written(session.attributes(table.get())));
      }
      candidates.addAll(KEYWORDS);
    }
    String beginning = word.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(beginning))
        .toList();
  }

  private static List<String> written(Collection<String> names) {
    return names.stream().map(Names::written).toList();
  }

  private static Optional<String> table(String statement) {
    return TABLE.matcher(statement).results().findFirst().map(Completions::plain);
  }

  private static String plain(MatchResult found) {
    return plain(found.group(1));
  }

  private static String plain(String written) {
    return written.startsWith("\"")
        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
        : written;
  }
}
