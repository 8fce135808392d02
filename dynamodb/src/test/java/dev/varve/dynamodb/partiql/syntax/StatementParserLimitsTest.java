package dev.varve.dynamodb.partiql.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements as long as a request can have them, of the shapes that parsers stumble over. */
class StatementParserLimitsTest {
  private static final int MAX_LENGTH = 8192;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{",
        "<<",
        "{'a':",
        "[[1],",
        "NOT ",
        "a.",
        "a[0]",
        "'",
        "''",
        "\"",
        "/*",
        "/**/",
        "--\n",
        "?,",
        "size(",
        "a = 1 AND ",
        "a IN [",
        "a BETWEEN 1 AND ",
        "1",
        "1.",
        "-",
        "SET a=",
        "SELECT ",
        "EXISTS(",
        "\ud834\udd1e",
        "\ud834",
        "a=1 OR (",
        "IS ",
        "a IS NOT ",
        ";",
        "\n"
      })
  void aRepeatedFragmentParsesOrIsRefused(String fragment) {
    for (String start :
        List.of(
            "",
            "SELECT ",
            "SELECT * FROM t WHERE ",
            "SELECT * FROM t WHERE a = ",
            "INSERT INTO t VALUE ",
            "UPDATE t SET a = ",
            "UPDATE t SET ",
            "EXISTS(")) {
      int count = (MAX_LENGTH - start.length()) / fragment.length();
      String text = start + fragment.repeat(count);
      assertTrue(text.length() <= MAX_LENGTH);
      try {
        assertTrue(StatementParser.parse(text).parameters() < MAX_LENGTH);
      } catch (ValidationException refused) {
        assertTrue(refused.getMessage().length() < MAX_LENGTH + 200, refused.getMessage());
      }
    }
  }

  @Test
  void longStatementsParse() {
    String terms = "a = ? OR ".repeat(900);
    StatementParser.Parsed parsed =
        StatementParser.parse("SELECT * FROM t WHERE " + terms + "a = ?");
    assertEquals(901, parsed.parameters());
    assertTrue(
        parsed.statement() instanceof Statement.Select select
            && select.where() instanceof Predicate.Or or
            && or.terms().size() == 901);
  }

  @Test
  void nestingEndsAtAHundredLevels() {
    int levels = TokenStream.MAX_DEPTH;
    String text = "INSERT INTO t VALUE " + "[".repeat(levels) + "]".repeat(levels);
    assertTrue(StatementParser.parse(text).statement() instanceof Statement.Insert);
    assertThrows(
        ValidationException.class,
        () ->
            StatementParser.parse(
                "INSERT INTO t VALUE " + "[".repeat(levels + 1) + "]".repeat(levels + 1)));
  }

  @Test
  void numbersEndWhereTheyEnd() {
    assertEquals(
        List.of("1", "1.5", ".5", "5.", "1e5", "1E-5", "1.5e+5"),
        Lexer.tokenize("1 1.5 .5 5. 1e5 1E-5 1.5e+5").stream()
            .filter(token -> token.kind() == TokenKind.NUMBER)
            .map(Token::text)
            .toList());
    assertEquals(
        List.of("1e", "1a", "1.5x"),
        Lexer.tokenize("1e 1a 1.5x").stream()
            .filter(token -> token.kind() == TokenKind.INVALID)
            .map(Token::text)
            .toList());
  }
}
