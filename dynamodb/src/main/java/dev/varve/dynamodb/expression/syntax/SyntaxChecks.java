package dev.varve.dynamodb.expression.syntax;

import dev.varve.dynamodb.error.ExpressionHint;
import dev.varve.dynamodb.expression.syntax.OperandNode.Arithmetic;
import dev.varve.dynamodb.expression.syntax.OperandNode.Call;
import dev.varve.dynamodb.expression.syntax.OperandNode.Value;
import dev.varve.dynamodb.expression.syntax.UpdateNode.AddSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.DeleteSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.RemoveSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.Section;
import dev.varve.dynamodb.expression.syntax.UpdateNode.SetSection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks of a well-formed tree that its text alone decides. One sort of error after the other;
 * within a sort in the order of the text.
 */
final class SyntaxChecks {
  /** The most operands of IN, counting the one that is tested. */
  static final int MAX_IN_OPERANDS = 100;

  /** Reserved words that are more likely meant as values than as names. */
  private static final Set<String> LITERALS = Set.of("TRUE", "FALSE", "NULL");

  private final ExpressionKind kind;
  private final List<PathNode> paths = new ArrayList<>();
  private final List<PlacedCall> calls = new ArrayList<>();
  private final List<ConditionNode.In> memberships = new ArrayList<>();

  /** A call and whether it stands as a condition or as an operand. */
  private record PlacedCall(Call call, boolean asCondition) {}

  SyntaxChecks(ExpressionKind kind) {
    this.kind = kind;
  }

  void check(ConditionNode condition) {
    collect(condition);
    checkFunctionNames();
    checkFunctionPlaces();
    checkReservedWords();
    checkMembershipSizes();
  }

  void check(UpdateNode update) {
    for (Section section : update.sections()) {
      collect(section);
    }
    checkReservedWords();
    checkFunctionNames();
    checkSectionsOnce(update);
  }

  void check(ProjectionNode projection) {
    paths.addAll(projection.paths());
    checkReservedWords();
  }

  private void collect(ConditionNode condition) {
    switch (condition) {
      case ConditionNode.Or(List<ConditionNode> terms) -> terms.forEach(this::collect);
      case ConditionNode.And(List<ConditionNode> terms) -> terms.forEach(this::collect);
      case ConditionNode.Not(ConditionNode term) -> collect(term);
      case ConditionNode.Comparison(OperandNode left, Comparator _, OperandNode right) -> {
        collect(left);
        collect(right);
      }
      case ConditionNode.Between(OperandNode value, OperandNode lower, OperandNode upper) -> {
        collect(value);
        collect(lower);
        collect(upper);
      }
      case ConditionNode.In in -> {
        memberships.add(in);
        collect(in.value());
        in.candidates().forEach(this::collect);
      }
      case ConditionNode.Predicate(Call call) -> {
        calls.add(new PlacedCall(call, true));
        call.arguments().forEach(this::collect);
      }
    }
  }

  private void collect(Section section) {
    switch (section) {
      case SetSection(List<UpdateNode.SetAction> actions) ->
          actions.forEach(action -> {
            paths.add(action.path());
            collect(action.value());
          });
      case RemoveSection(List<PathNode> removed) -> paths.addAll(removed);
      case AddSection(List<UpdateNode.ValueAction> actions) ->
          actions.forEach(action -> paths.add(action.path()));
      case DeleteSection(List<UpdateNode.ValueAction> actions) ->
          actions.forEach(action -> paths.add(action.path()));
    }
  }

  private void collect(OperandNode operand) {
    switch (operand) {
      case PathNode path -> paths.add(path);
      case Value _ -> {}
      case Call call -> {
        calls.add(new PlacedCall(call, false));
        call.arguments().forEach(this::collect);
      }
      case Arithmetic(OperandNode left, ArithmeticOperator _, OperandNode right) -> {
        collect(left);
        collect(right);
      }
    }
  }

  private void checkFunctionNames() {
    for (PlacedCall placed : calls) {
      if (Function.named(placed.call().function()).isEmpty()) {
        throw kind.unknownFunction(placed.call().function());
      }
    }
  }

  private void checkFunctionPlaces() {
    for (PlacedCall placed : calls) {
      Function.Role wanted = placed.asCondition() ? Function.Role.CONDITION : Function.Role.OPERAND;
      if (Function.named(placed.call().function()).orElseThrow().role() != wanted) {
        throw kind.misusedFunction(placed.call().function());
      }
    }
  }

  private void checkReservedWords() {
    for (PathNode path : paths) {
      for (PathNode.Step step : path.steps()) {
        if (step instanceof PathNode.NameStep name && ReservedWords.contains(name.text())) {
          throw kind.error(
              "Attribute name is a reserved keyword; reserved keyword: " + name.text(),
              path.steps().size() == 1 && LITERALS.contains(name.text().toUpperCase(Locale.ROOT))
                  ? new ExpressionHint.Value(name.text())
                  : new ExpressionHint.Name(name.text()));
        }
      }
    }
  }

  private void checkMembershipSizes() {
    for (ConditionNode.In in : memberships) {
      int operandCount = in.candidates().size() + 1;
      if (operandCount > MAX_IN_OPERANDS) {
        throw kind.error(
            "Too many operands for operator or function; operator or function: IN, number of operands: "
                + operandCount);
      }
    }
  }

  private void checkSectionsOnce(UpdateNode update) {
    Set<String> seen = new HashSet<>();
    for (Section section : update.sections()) {
      if (!seen.add(section.keyword())) {
        throw kind.error(
            "The \""
                + section.keyword()
                + "\" section can only be used once in an update expression;");
      }
    }
  }
}
