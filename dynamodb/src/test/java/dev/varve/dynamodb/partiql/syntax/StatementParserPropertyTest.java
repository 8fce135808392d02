package dev.varve.dynamodb.partiql.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class StatementParserPropertyTest {
  /** A pattern that stands for each parameter in the text of a tree. */
  private static final String PARAMETER = "Parameter\\[place=\\d+\\]";

  @Property(tries = 1000)
  void printedStatementParsesToTheSameTree(@ForAll("statements") Statement statement) {
    String text = StatementPrinter.print(statement);
    Statement parsed = StatementParser.parse(text).statement();
    assertEquals(unnumbered(statement), unnumbered(parsed), text);
    assertEquals(text, StatementPrinter.print(parsed));
  }

  /** A tree as text, in which all parameters are the same. */
  private static String unnumbered(Statement statement) {
    return statement.toString().replaceAll(PARAMETER, "?");
  }

  @Property(tries = 300)
  void treesWithoutParametersAreEqual(@ForAll("statements") Statement statement) {
    String text = StatementPrinter.print(statement).replace("?", "'?'");
    Statement once = StatementParser.parse(text).statement();
    assertEquals(once, StatementParser.parse(StatementPrinter.print(once)).statement());
  }

  @Property(tries = 300)
  void parametersAreCountedAndNumberedAsTheyStand(@ForAll("statements") Statement statement) {
    String text = StatementPrinter.print(statement);
    StatementParser.Parsed parsed = StatementParser.parse(text);
    long tokens =
        Lexer.tokenize(text).stream().filter(t -> t.kind() == TokenKind.PARAMETER).count();
    assertEquals(tokens, parsed.parameters());
    if (parsed.parameters() > 0) {
      assertTrue(
          parsed.statement().toString().contains("place=" + (parsed.parameters() - 1) + "]"));
    }
  }

  @Property(tries = 2000)
  void anyTokensParseOrAreRefusedAsInvalid(
      @ForAll("tokens") List<String> tokens, @ForAll("separators") String separator) {
    parse(String.join(separator, tokens));
  }

  @Property(tries = 1000)
  void anyTextParsesOrIsRefusedAsInvalid(@ForAll String text) {
    parse(text);
    parse("SELECT * FROM t WHERE " + text);
  }

  @Property(tries = 1000)
  void anyPieceOfAStatementParsesOrIsRefusedAsInvalid(
      @ForAll("statements") Statement statement, @ForAll int from, @ForAll int to) {
    String text = StatementPrinter.print(statement);
    int start = Math.floorMod(from, text.length());
    int end = start + Math.floorMod(to, text.length() - start + 1);
    parse(text.substring(start, end));
    parse(text.substring(0, start) + text.substring(end));
  }

  @Property(tries = 1000)
  void tokensCoverTheTextInOrder(
      @ForAll("tokens") List<String> words, @ForAll("separators") String separator) {
    String text = String.join(separator, words);
    int position = 0;
    List<Token> tokens = Lexer.tokenize(text);
    for (Token token : tokens.subList(0, tokens.size() - 1)) {
      assertTrue(position <= token.start() && token.start() < token.end(), text);
      assertEquals(token.text(), text.substring(token.start(), token.end()));
      position = token.end();
    }
    assertEquals(TokenKind.END, tokens.getLast().kind());
  }

  /** Only the one exception may come out. */
  private static void parse(String text) {
    try {
      StatementParser.parse(text);
    } catch (ValidationException expected) {
      assertTrue(!expected.getMessage().isEmpty());
    }
  }

  @Provide
  Arbitrary<Statement> statements() {
    return Statements.statements();
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(
            "SELECT",
            "select",
            "*",
            "FROM",
            "WHERE",
            "INSERT",
            "INTO",
            "VALUE",
            "UPDATE",
            "SET",
            "REMOVE",
            "DELETE",
            "RETURNING",
            "ALL",
            "MODIFIED",
            "OLD",
            "NEW",
            "ORDER",
            "BY",
            "ASC",
            "DESC",
            "AND",
            "OR",
            "NOT",
            "IN",
            "BETWEEN",
            "IS",
            "MISSING",
            "NULL",
            "TRUE",
            "FALSE",
            "EXISTS",
            "LIMIT",
            "AS",
            "a",
            "b",
            "\"c d\"",
            "\"",
            "'text'",
            "'",
            "''",
            "1",
            "1.5e3",
            "1e",
            "1a",
            ".5",
            "5.",
            "?",
            "=",
            "<>",
            "!=",
            "!",
            "<",
            "<=",
            ">",
            ">=",
            "<<",
            ">>",
            "+",
            "-",
            "--",
            "/*",
            "*/",
            "/",
            ",",
            ".",
            ":",
            ";",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "size",
            "contains",
            "set_add",
            "\u00e9",
            "\uD83D",
            "\n",
            "#",
            "@")
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(" ", "", "\n");
  }
}
