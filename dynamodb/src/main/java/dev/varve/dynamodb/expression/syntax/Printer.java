package dev.varve.dynamodb.expression.syntax;

import dev.varve.dynamodb.expression.syntax.OperandNode.Arithmetic;
import dev.varve.dynamodb.expression.syntax.OperandNode.Call;
import dev.varve.dynamodb.expression.syntax.OperandNode.Value;
import dev.varve.dynamodb.expression.syntax.UpdateNode.AddSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.DeleteSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.RemoveSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.Section;
import dev.varve.dynamodb.expression.syntax.UpdateNode.SetSection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tree to text, in one canonical form with the fewest parentheses. Parsing the text gives an equal
 * tree.
 */
public final class Printer {
  private Printer() {}

  /** The text of a condition. */
  public static String print(ConditionNode condition) {
    return switch (condition) {
      case ConditionNode.Or(List<ConditionNode> terms) ->
          terms.stream()
              .map(term -> printBelow(Level.OR, term))
              .collect(Collectors.joining(" OR "));
      case ConditionNode.And(List<ConditionNode> terms) ->
          terms.stream()
              .map(term -> printBelow(Level.AND, term))
              .collect(Collectors.joining(" AND "));
      case ConditionNode.Not(ConditionNode term) ->
          "NOT " + (term instanceof ConditionNode.Not ? print(term) : printBelow(Level.NOT, term));
      case ConditionNode.Comparison(OperandNode left, Comparator comparator, OperandNode right) ->
          print(left) + " " + comparator.symbol() + " " + print(right);
      case ConditionNode.Between(OperandNode value, OperandNode lower, OperandNode upper) ->
          print(value) + " BETWEEN " + print(lower) + " AND " + print(upper);
      case ConditionNode.In(OperandNode value, List<OperandNode> candidates) ->
          print(value) + " IN (" + printAll(candidates) + ")";
      case ConditionNode.Predicate(Call call) -> print(call);
    };
  }

  /** The text of an update. */
  public static String print(UpdateNode update) {
    return update.sections().stream()
        .map(section -> section.keyword() + " " + actions(section))
        .collect(Collectors.joining(" "));
  }

  /** The text of a projection. */
  public static String print(ProjectionNode projection) {
    return projection.paths().stream().map(Printer::print).collect(Collectors.joining(", "));
  }

  /** The text of an operand. */
  public static String print(OperandNode operand) {
    return switch (operand) {
      case PathNode(List<PathNode.Step> steps) -> path(steps);
      case Value(String placeholder) -> placeholder;
      case Call(String function, List<OperandNode> arguments) ->
          function
              + "("
              + arguments.stream().map(Printer::inner).collect(Collectors.joining(", "))
              + ")";
      case Arithmetic(OperandNode left, ArithmeticOperator operator, OperandNode right) ->
          inner(left) + " " + operator.symbol() + " " + inner(right);
    };
  }

  private static String actions(Section section) {
    return switch (section) {
      case SetSection(List<UpdateNode.SetAction> actions) ->
          actions.stream()
              .map(action -> print(action.path()) + " = " + print(action.value()))
              .collect(Collectors.joining(", "));
      case RemoveSection(List<PathNode> paths) ->
          paths.stream().map(Printer::print).collect(Collectors.joining(", "));
      case AddSection(List<UpdateNode.ValueAction> actions) -> valueActions(actions);
      case DeleteSection(List<UpdateNode.ValueAction> actions) -> valueActions(actions);
    };
  }

  private static String valueActions(List<UpdateNode.ValueAction> actions) {
    return actions.stream()
        .map(action -> print(action.path()) + " " + print(action.value()))
        .collect(Collectors.joining(", "));
  }

  /** An operand of an operator or function: a sum or difference needs parentheses there. */
  private static String inner(OperandNode operand) {
    return operand instanceof Arithmetic ? "(" + print(operand) + ")" : print(operand);
  }

  private static String printAll(List<OperandNode> operands) {
    return operands.stream().map(Printer::print).collect(Collectors.joining(", "));
  }

  private static String path(List<PathNode.Step> steps) {
    StringBuilder text = new StringBuilder();
    for (PathNode.Step step : steps) {
      switch (step) {
        case PathNode.NameStep(String name) -> text.append(text.isEmpty() ? "" : ".").append(name);
        case PathNode.IndexStep(long index) -> text.append('[').append(index).append(']');
      }
    }
    return text.toString();
  }

  /** How tightly a condition binds, the loosest first. */
  private enum Level {
    OR,
    AND,
    NOT,
    PRIMARY
  }

  private static Level levelOf(ConditionNode condition) {
    return switch (condition) {
      case ConditionNode.Or _ -> Level.OR;
      case ConditionNode.And _ -> Level.AND;
      case ConditionNode.Not _ -> Level.NOT;
      case ConditionNode.Comparison _,
          ConditionNode.Between _,
          ConditionNode.In _,
          ConditionNode.Predicate _ ->
          Level.PRIMARY;
    };
  }

  /**
   * Prints a term of an operator of level {@code outer}, in parentheses unless it binds more
   * tightly.
   */
  private static String printBelow(Level outer, ConditionNode term) {
    return levelOf(term).compareTo(outer) > 0 ? print(term) : "(" + print(term) + ")";
  }
}
