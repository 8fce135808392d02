package dev.varve.dynamodb.expression.syntax;

/**
 * Text to tree, with every check that needs no names and values.
 *
 * <p>Checks in this order: size, syntax, operator count, redundant parentheses; then in a condition
 * unknown function, misplaced function, reserved word; in an update reserved word, unknown
 * function, repeated section (a misplaced function comes last there, after the names and values, so
 * it is left to the binding). All methods throw {@link
 * dev.varve.dynamodb.error.ValidationException} and nothing else, whatever the text.
 */
public final class Parser {
  private Parser() {}

  /**
   * Parses a condition.
   *
   * @param kind one of {@code CONDITION}, {@code KEY_CONDITION} and {@code FILTER}: they differ
   *     only in the error messages
   */
  public static ConditionNode condition(ExpressionKind kind, String text) {
    kind.checkSize(text);
    ConditionNode condition = new ConditionParser(new TokenStream(kind, text)).parse();
    new SyntaxChecks(kind).check(condition);
    return condition;
  }

  /** Parses an update. */
  public static UpdateNode update(String text) {
    ExpressionKind kind = ExpressionKind.UPDATE;
    kind.checkSize(text);
    UpdateNode update = new UpdateParser(new TokenStream(kind, text)).parse();
    new SyntaxChecks(kind).check(update);
    return update;
  }

  /** Parses a projection. */
  public static ProjectionNode projection(String text) {
    ExpressionKind kind = ExpressionKind.PROJECTION;
    kind.checkSize(text);
    TokenStream tokens = new TokenStream(kind, text);
    ProjectionNode projection = new ProjectionNode(tokens.paths());
    tokens.finish();
    new SyntaxChecks(kind).check(projection);
    return projection;
  }
}
