package dev.varve.dynamodb.expression.syntax;

import dev.varve.dynamodb.expression.syntax.OperandNode.Arithmetic;
import dev.varve.dynamodb.expression.syntax.OperandNode.Call;
import dev.varve.dynamodb.expression.syntax.OperandNode.Value;
import dev.varve.dynamodb.expression.syntax.UpdateNode.AddSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.DeleteSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.RemoveSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.Section;
import dev.varve.dynamodb.expression.syntax.UpdateNode.SetAction;
import dev.varve.dynamodb.expression.syntax.UpdateNode.SetSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.ValueAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Recursive descent for updates.
 *
 * <pre>
 * update  := section+
 * section := SET path '=' value (',' path '=' value)* | REMOVE path (',' path)*
 *          | ADD path :value (',' path :value)* | DELETE path :value (',' path :value)*
 * value   := operand (('+' | '-') operand)?
 * operand := path | :value | word '(' operand (',' operand)* ')' | '(' value ')'
 * </pre>
 */
final class UpdateParser {
  static final Set<String> KEYWORDS = Set.of("SET", "REMOVE", "ADD", "DELETE");

  private final TokenStream tokens;

  UpdateParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** Parses the whole stream. */
  UpdateNode parse() {
    List<Section> sections = new ArrayList<>();
    do {
      sections.add(section());
    } while (!tokens.is(TokenKind.END));
    tokens.finish();
    return new UpdateNode(sections);
  }

  private Section section() {
    if (tokens.acceptKeyword("SET")) {
      return new SetSection(setActions());
    }
    if (tokens.acceptKeyword("REMOVE")) {
      return new RemoveSection(tokens.paths());
    }
    if (tokens.acceptKeyword("ADD")) {
      return new AddSection(valueActions());
    }
    if (tokens.acceptKeyword("DELETE")) {
      return new DeleteSection(valueActions());
    }
    throw tokens.syntaxError();
  }

  private List<SetAction> setActions() {
    List<SetAction> actions = new ArrayList<>();
    do {
      PathNode path = tokens.path();
      tokens.expect(TokenKind.EQUAL);
      actions.add(new SetAction(path, value()));
    } while (tokens.accept(TokenKind.COMMA));
    return actions;
  }

  private List<ValueAction> valueActions() {
    List<ValueAction> actions = new ArrayList<>();
    do {
      PathNode path = tokens.path();
      actions.add(
          new ValueAction(path, new Value(tokens.expect(TokenKind.VALUE_PLACEHOLDER).text())));
    } while (tokens.accept(TokenKind.COMMA));
    return actions;
  }

  private OperandNode value() {
    return withOperator(operand());
  }

  /** {@code left}, or a sum or difference of it if an operator follows. */
  private OperandNode withOperator(OperandNode left) {
    if (!isOperator()) {
      return left;
    }
    ArithmeticOperator operator =
        tokens.advance().kind() == TokenKind.PLUS
            ? ArithmeticOperator.PLUS
            : ArithmeticOperator.MINUS;
    tokens.countOperator();
    return new Arithmetic(left, operator, operand());
  }

  private boolean isOperator() {
    return tokens.is(TokenKind.PLUS) || tokens.is(TokenKind.MINUS);
  }

  private OperandNode operand() {
    if (tokens.is(TokenKind.OPEN_PARENTHESIS)) {
      return parenthesised();
    }
    if (tokens.is(TokenKind.VALUE_PLACEHOLDER)) {
      return new Value(tokens.advance().text());
    }
    if (tokens.isCall() && KEYWORDS.stream().noneMatch(tokens.current()::isKeyword)) {
      return call();
    }
    return tokens.path();
  }

  private OperandNode parenthesised() {
    tokens.enter(tokens.advance());
    boolean innerParentheses = tokens.is(TokenKind.OPEN_PARENTHESIS);
    OperandNode left = operand();
    if (innerParentheses && !isOperator()) {
      tokens.noteRedundantParentheses();
    }
    OperandNode value = withOperator(left);
    tokens.expect(TokenKind.CLOSE_PARENTHESIS);
    tokens.leave();
    return value;
  }

  private Call call() {
    Token function = tokens.advance();
    tokens.enter(function);
    tokens.expect(TokenKind.OPEN_PARENTHESIS);
    List<OperandNode> arguments = new ArrayList<>();
    do {
      arguments.add(operand());
    } while (tokens.accept(TokenKind.COMMA));
    tokens.expect(TokenKind.CLOSE_PARENTHESIS);
    tokens.leave();
    return new Call(function.text(), arguments);
  }
}
