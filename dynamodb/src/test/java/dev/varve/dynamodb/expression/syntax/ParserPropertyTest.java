package dev.varve.dynamodb.expression.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.error.ValidationException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class ParserPropertyTest {
  @Property(tries = 500)
  void printedConditionParsesToTheSameTree(@ForAll("conditions") ConditionNode condition) {
    String text = Printer.print(condition);
    Assume.that(fits(text));
    assertEquals(condition, Parser.condition(ExpressionKind.CONDITION, text), text);
  }

  @Property(tries = 500)
  void printedUpdateParsesToTheSameTree(@ForAll("updates") UpdateNode update) {
    String text = Printer.print(update);
    Assume.that(fits(text));
    assertEquals(update, Parser.update(text), text);
  }

  @Property(tries = 200)
  void printedProjectionParsesToTheSameTree(@ForAll("projections") ProjectionNode projection) {
    String text = Printer.print(projection);
    assertEquals(projection, Parser.projection(text), text);
  }

  @Property(tries = 2000)
  void anyTokensParseOrAreRefusedAsInvalid(
      @ForAll("tokens") List<String> tokens, @ForAll("separators") String separator) {
    parseAll(String.join(separator, tokens));
  }

  @Property(tries = 1000)
  void anyTextParsesOrIsRefusedAsInvalid(@ForAll String text) {
    parseAll(text);
  }

  @Property(tries = 500)
  void anyPieceOfAConditionParsesOrIsRefusedAsInvalid(
      @ForAll("conditions") ConditionNode condition, @ForAll int from, @ForAll int to) {
    String text = Printer.print(condition);
    int start = Math.floorMod(from, text.length());
    parseAll(text.substring(start, start + Math.floorMod(to, text.length() - start + 1)));
  }

  @Property(tries = 1000)
  void tokensCoverTheTextInOrder(
      @ForAll("tokens") List<String> words, @ForAll("separators") String separator) {
    String text = String.join(separator, words);
    int position = 0;
    List<Token> tokens = Lexer.tokenize(text);
    for (Token token : tokens.subList(0, tokens.size() - 1)) {
      assertEquals("", text.substring(position, token.start()).strip());
      assertEquals(token.text(), text.substring(token.start(), token.end()));
      position = token.end();
    }
    assertEquals("", text.substring(position).strip());
    assertEquals(TokenKind.END, tokens.getLast().kind());
  }

  /** Parses as everything. Only the one exception may come out, and with the place in front. */
  private static void parseAll(String text) {
    for (ExpressionKind kind : ExpressionKind.values()) {
      try {
        switch (kind) {
          case CONDITION, KEY_CONDITION, FILTER -> Parser.condition(kind, text);
          case UPDATE -> Parser.update(text);
          case PROJECTION -> Parser.projection(text);
        }
      } catch (ValidationException e) {
        String prefix = "Invalid " + kind.parameterName() + ": ";
        assertEquals(prefix, e.getMessage().substring(0, prefix.length()));
      }
    }
  }

  private static boolean fits(String text) {
    long operators =
        Lexer.tokenize(text).stream()
            .filter(token ->
                switch (token.kind()) {
                  case EQUAL,
                      NOT_EQUAL,
                      LESS,
                      LESS_OR_EQUAL,
                      GREATER,
                      GREATER_OR_EQUAL,
                      PLUS,
                      MINUS ->
                      true;
                  case WORD -> ConditionParser.KEYWORDS.contains(token.text());
                  default -> false;
                })
            .count();
    return text.length() <= ExpressionKind.MAX_SIZE_BYTES && operators <= TokenStream.MAX_OPERATORS;
  }

  @Provide
  Arbitrary<ConditionNode> conditions() {
    return Trees.conditions();
  }

  @Provide
  Arbitrary<UpdateNode> updates() {
    return Trees.updates();
  }

  @Provide
  Arbitrary<ProjectionNode> projections() {
    return Trees.projections();
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(
            "a",
            "b",
            "#n",
            "#",
            ":v",
            ":",
            "name",
            "size",
            "contains",
            "if_not_exists",
            "list_append",
            "attribute_exists",
            "foo",
            "=",
            "<>",
            "<",
            "<=",
            ">",
            ">=",
            "+",
            "-",
            ",",
            ".",
            "(",
            ")",
            "[",
            "]",
            "0",
            "12",
            "99999999999",
            "1a",
            "_",
            "!",
            "AND",
            "or",
            "Not",
            "BETWEEN",
            "IN",
            "SET",
            "REMOVE",
            "ADD",
            "delete",
            "é",
            "\uD83D")
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(" ", "", "\n");
  }
}
