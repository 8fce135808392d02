package dev.varve.dynamodb;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Operand;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.expression.syntax.ConditionNode;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.OperandNode;
import dev.varve.dynamodb.expression.syntax.Parser;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.expression.syntax.UpdateNode;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the expressions of a request are about, told without a table: for whoever has to know it
 * before the request runs. Stateless.
 *
 * <p>All methods throw {@link ValidationException} for an expression that cannot be parsed or uses
 * a placeholder that is not defined; the operation refuses it, too.
 */
public final class ExpressionAttributes {
  private ExpressionAttributes() {}

  /**
   * Tells the top-level attributes that a condition, a filter or a key condition names.
   *
   * @param names what {@code #name} placeholders stand for; null for none
   */
  public static void ofCondition(String text, Map<String, String> names, Consumer<String> out) {
    condition(Parser.condition(ExpressionKind.CONDITION, text), path -> tell(path, names, out));
  }

  /**
   * Tells the top-level attributes that a projection names.
   *
   * @param names what {@code #name} placeholders stand for; null for none
   */
  public static void ofProjection(String text, Map<String, String> names, Consumer<String> out) {
    Parser.projection(text).paths().forEach(path -> tell(path, names, out));
  }

  /**
   * Tells the top-level attributes that an update names, those that it only reads included.
   *
   * @param names what {@code #name} placeholders stand for; null for none
   */
  public static void ofUpdate(String text, Map<String, String> names, Consumer<String> out) {
    Consumer<PathNode> paths = path -> tell(path, names, out);
    for (UpdateNode.Section section : Parser.update(text).sections()) {
      switch (section) {
        case UpdateNode.SetSection(List<UpdateNode.SetAction> actions) ->
            actions.forEach(action -> {
              paths.accept(action.path());
              operand(action.value(), paths);
            });
        case UpdateNode.RemoveSection(List<PathNode> removed) -> removed.forEach(paths);
        case UpdateNode.AddSection(List<UpdateNode.ValueAction> actions) ->
            actions.forEach(action -> paths.accept(action.path()));
        case UpdateNode.DeleteSection(List<UpdateNode.ValueAction> actions) ->
            actions.forEach(action -> paths.accept(action.path()));
      }
    }
  }

  /**
   * The value that a key condition demands of an attribute, if it demands one.
   *
   * @param names what {@code #name} placeholders stand for; null for none
   * @param values what {@code :value} placeholders stand for; null for none
   */
  public static Optional<AttributeValue> keyValue(
      String text,
      Map<String, String> names,
      Map<String, AttributeValue> values,
      String attribute) {
    Expressions expressions =
        new Expressions(
            new ExpressionCache(1),
            names == null ? Map.of() : names,
            values == null ? Map.of() : values);
    return demanded(expressions.keyCondition(text), attribute);
  }

  private static Optional<AttributeValue> demanded(Condition condition, String attribute) {
    return switch (condition) {
      case Condition.And(List<Condition> terms) ->
          terms.stream().flatMap(term -> demanded(term, attribute).stream()).findFirst();
      case Condition.Comparison(Operand left, Comparator comparator, Operand right)
          when comparator == Comparator.EQUAL ->
          isAttribute(left, attribute) && right instanceof Operand.Literal(AttributeValue value)
              ? Optional.of(value)
              : isAttribute(right, attribute)
                      && left instanceof Operand.Literal(AttributeValue mirrored)
                  ? Optional.of(mirrored)
                  : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isAttribute(Operand operand, String attribute) {
    return operand instanceof Operand.Attribute(var path)
        && !path.isNested()
        && path.attributeName().equals(attribute);
  }

  private static void condition(ConditionNode condition, Consumer<PathNode> out) {
    switch (condition) {
      case ConditionNode.Or(List<ConditionNode> terms) -> terms.forEach(t -> condition(t, out));
      case ConditionNode.And(List<ConditionNode> terms) -> terms.forEach(t -> condition(t, out));
      case ConditionNode.Not(ConditionNode term) -> condition(term, out);
      case ConditionNode.Comparison(OperandNode left, Comparator _, OperandNode right) -> {
        operand(left, out);
        operand(right, out);
      }
      case ConditionNode.Between(OperandNode value, OperandNode lower, OperandNode upper) -> {
        operand(value, out);
        operand(lower, out);
        operand(upper, out);
      }
      case ConditionNode.In(OperandNode value, List<OperandNode> candidates) -> {
        operand(value, out);
        candidates.forEach(candidate -> operand(candidate, out));
      }
      case ConditionNode.Predicate(OperandNode.Call call) -> operand(call, out);
    }
  }

  private static void operand(OperandNode operand, Consumer<PathNode> out) {
    switch (operand) {
      case PathNode path -> out.accept(path);
      case OperandNode.Value _ -> {
        // a value names no attribute
      }
      case OperandNode.Call(String _, List<OperandNode> arguments) ->
          arguments.forEach(argument -> operand(argument, out));
      case OperandNode.Arithmetic arithmetic -> {
        operand(arithmetic.left(), out);
        operand(arithmetic.right(), out);
      }
    }
  }

  private static void tell(PathNode path, Map<String, String> names, Consumer<String> out) {
    PathNode.NameStep first = (PathNode.NameStep) path.steps().getFirst();
    if (!first.isPlaceholder()) {
      out.accept(first.text());
      return;
    }
    String name = names == null ? null : names.get(first.text());
    if (name == null) {
      throw new ValidationException(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + first.text());
    }
    out.accept(name);
  }
}
