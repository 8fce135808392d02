package dev.varve.dynamodb.partiql;

import dev.varve.dynamodb.partiql.syntax.Lexer;
import dev.varve.dynamodb.partiql.syntax.Token;
import dev.varve.dynamodb.partiql.syntax.TokenKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements one after the other, each ended by a semicolon; the last may do without.
 *
 * @param statements their texts, without semicolons; none is empty or a comment alone
 * @param isWhole whether the last one has its semicolon, or there is none
 */
public record Script(List<String> statements, boolean isWhole) {
  public Script {
    statements = List.copyOf(statements);
  }

  /** The statements of a text. What they are is not looked at, so that any text has some. */
  public static Script of(String text) {
    List<String> statements = new ArrayList<>();
    int start = 0;
    boolean empty = true;
    for (Token token : Lexer.tokenize(text)) {
      if (token.kind() == TokenKind.SEMICOLON) {
        if (!empty) {
          statements.add(text.substring(start, token.start()).strip());
        }
        start = token.end();
        empty = true;
      } else if (token.kind() != TokenKind.END) {
        empty = false;
      }
    }
    if (!empty) {
      statements.add(text.substring(start).strip());
    }
    return new Script(statements, empty);
  }
}
