package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.syntax.ArithmeticOperator;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.Function;
import dev.varve.dynamodb.expression.syntax.OperandNode;
import dev.varve.dynamodb.expression.syntax.OperandNode.Arithmetic;
import dev.varve.dynamodb.expression.syntax.OperandNode.Call;
import dev.varve.dynamodb.expression.syntax.OperandNode.Value;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.expression.syntax.UpdateNode;
import dev.varve.dynamodb.expression.syntax.UpdateNode.AddSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.DeleteSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.RemoveSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.Section;
import dev.varve.dynamodb.expression.syntax.UpdateNode.SetAction;
import dev.varve.dynamodb.expression.syntax.UpdateNode.SetSection;
import dev.varve.dynamodb.expression.syntax.UpdateNode.ValueAction;
import dev.varve.dynamodb.value.AttributeType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Puts names and values into an update and checks what depends on them, one sort of error after the
 * other over the whole update: undefined names, undefined values, overlapping targets, conflicting
 * targets, operands (count, paths, types), misplaced functions.
 */
final class UpdateBinder {
  private static final ExpressionKind KIND = ExpressionKind.UPDATE;

  private static final EnumSet<AttributeType> SETS =
      EnumSet.of(AttributeType.SS, AttributeType.NS, AttributeType.BS);
  private static final EnumSet<AttributeType> ADDABLE =
      EnumSet.of(AttributeType.N, AttributeType.SS, AttributeType.NS, AttributeType.BS);

  private final Placeholders placeholders;

  UpdateBinder(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  Update bind(UpdateNode node) {
    node.sections().forEach(this::requireNamesDefined);
    node.sections().forEach(this::requireValuesDefined);
    PathTargets.requireIndependent(KIND, targets(node));
    node.sections().forEach(this::checkOperands);
    node.sections().forEach(this::checkFunctionPlaces);

    List<Update.Action> actions = new ArrayList<>();
    for (Section section : node.sections()) {
      switch (section) {
        case SetSection(List<SetAction> sets) ->
            sets.forEach(
                set -> actions.add(new Update.Set(path(set.path()), operand(set.value()))));
        case RemoveSection(List<PathNode> paths) ->
            paths.forEach(path -> actions.add(new Update.Remove(path(path))));
        case AddSection(List<ValueAction> adds) ->
            adds.forEach(add ->
                actions.add(
                    new Update.Add(
                        path(add.path()), placeholders.value(KIND, add.value().placeholder()))));
        case DeleteSection(List<ValueAction> deletes) ->
            deletes.forEach(delete ->
                actions.add(
                    new Update.Delete(
                        path(delete.path()),
                        placeholders.value(KIND, delete.value().placeholder()))));
      }
    }
    return new Update(actions);
  }

  private DocumentPath path(PathNode node) {
    return placeholders.path(KIND, node);
  }

  private List<DocumentPath> targets(UpdateNode node) {
    List<DocumentPath> targets = new ArrayList<>();
    for (Section section : node.sections()) {
      switch (section) {
        case SetSection(List<SetAction> actions) ->
            actions.forEach(action -> targets.add(path(action.path())));
        case RemoveSection(List<PathNode> paths) -> paths.forEach(path -> targets.add(path(path)));
        case AddSection(List<ValueAction> actions) ->
            actions.forEach(action -> targets.add(path(action.path())));
        case DeleteSection(List<ValueAction> actions) ->
            actions.forEach(action -> targets.add(path(action.path())));
      }
    }
    return targets;
  }

  private void requireNamesDefined(Section section) {
    switch (section) {
      case SetSection(List<SetAction> actions) ->
          actions.forEach(action -> {
            path(action.path());
            requireNamesDefined(action.value());
          });
      case RemoveSection(List<PathNode> paths) -> paths.forEach(this::path);
      case AddSection(List<ValueAction> actions) -> actions.forEach(action -> path(action.path()));
      case DeleteSection(List<ValueAction> actions) ->
          actions.forEach(action -> path(action.path()));
    }
  }

  private void requireNamesDefined(OperandNode node) {
    switch (node) {
      case PathNode path -> path(path);
      case Value _ -> {}
      case Call(String _, List<OperandNode> arguments) ->
          arguments.forEach(this::requireNamesDefined);
      case Arithmetic(OperandNode left, ArithmeticOperator _, OperandNode right) -> {
        requireNamesDefined(left);
        requireNamesDefined(right);
      }
    }
  }

  private void requireValuesDefined(Section section) {
    switch (section) {
      case SetSection(List<SetAction> actions) ->
          actions.forEach(action -> requireValuesDefined(action.value()));
      case RemoveSection _ -> {}
      case AddSection(List<ValueAction> actions) ->
          actions.forEach(action -> requireValuesDefined(action.value()));
      case DeleteSection(List<ValueAction> actions) ->
          actions.forEach(action -> requireValuesDefined(action.value()));
    }
  }

  private void requireValuesDefined(OperandNode node) {
    switch (node) {
      case PathNode _ -> {}
      case Value(String placeholder) -> placeholders.value(KIND, placeholder);
      case Call(String _, List<OperandNode> arguments) ->
          arguments.forEach(this::requireValuesDefined);
      case Arithmetic(OperandNode left, ArithmeticOperator _, OperandNode right) -> {
        requireValuesDefined(left);
        requireValuesDefined(right);
      }
    }
  }

  private void checkOperands(Section section) {
    switch (section) {
      case SetSection(List<SetAction> actions) ->
          actions.forEach(action -> checkOperands(action.value()));
      case RemoveSection _ -> {}
      case AddSection(List<ValueAction> actions) ->
          actions.forEach(action -> requireType(section, action, ADDABLE));
      case DeleteSection(List<ValueAction> actions) ->
          actions.forEach(action -> requireType(section, action, SETS));
    }
  }

  /** ADD and DELETE have a message of their own, with the long names of the types. */
  private void requireType(Section section, ValueAction action, EnumSet<AttributeType> allowed) {
    AttributeType type = placeholders.value(KIND, action.value().placeholder()).type();
    if (!allowed.contains(type)) {
      throw KIND.error(
          "Incorrect operand type for operator or function; operator: "
              + section.keyword()
              + ", operand type: "
              + type.longName());
    }
  }

  private void checkOperands(OperandNode node) {
    switch (node) {
      case PathNode _, Value _ -> {}
      case Call call -> checkCall(call);
      case Arithmetic(OperandNode left, ArithmeticOperator operator, OperandNode right) -> {
        checkOperands(left);
        checkOperands(right);
        requireType(operator.symbol(), left, AttributeType.N);
        requireType(operator.symbol(), right, AttributeType.N);
      }
    }
  }

  private void checkCall(Call call) {
    Function function = function(call);
    List<OperandNode> arguments = call.arguments();
    if (arguments.size() != function.operandCount()) {
      throw OperandErrors.wrongCount(KIND, call.function(), arguments.size());
    }
    arguments.forEach(this::checkOperands);
    switch (function) {
      case IF_NOT_EXISTS -> {
        if (!(arguments.getFirst() instanceof PathNode)) {
          throw OperandErrors.pathRequired(KIND, call.function());
        }
      }
      case LIST_APPEND ->
          arguments.forEach(argument -> requireType(call.function(), argument, AttributeType.L));
      // Of these only their place is wrong, which is the next check.
      case ATTRIBUTE_EXISTS, ATTRIBUTE_NOT_EXISTS, ATTRIBUTE_TYPE, BEGINS_WITH, CONTAINS, SIZE -> {}
    }
  }

  private void requireType(String operator, OperandNode node, AttributeType wanted) {
    Optional<AttributeType> type = typeOf(node);
    if (type.isPresent() && type.get() != wanted) {
      throw OperandErrors.wrongType(KIND, operator, type.get().name());
    }
  }

  /** The type of an operand as far as the request decides it. */
  private Optional<AttributeType> typeOf(OperandNode node) {
    return switch (node) {
      case PathNode _ -> Optional.empty();
      case Value(String placeholder) -> Optional.of(placeholders.value(KIND, placeholder).type());
      case Call call ->
          function(call) == Function.LIST_APPEND ? Optional.of(AttributeType.L) : Optional.empty();
      case Arithmetic _ -> Optional.of(AttributeType.N);
    };
  }

  private void checkFunctionPlaces(Section section) {
    if (section instanceof SetSection(List<SetAction> actions)) {
      actions.forEach(action -> checkFunctionPlaces(action.value()));
    }
  }

  /** Only if_not_exists and list_append may stand in SET, and list_append in no other function. */
  private void checkFunctionPlaces(OperandNode node) {
    switch (node) {
      case PathNode _, Value _ -> {}
      case Call call -> {
        if (function(call).role() != Function.Role.UPDATE) {
          throw KIND.misusedFunction(call.function());
        }
        for (OperandNode argument : call.arguments()) {
          if (argument instanceof Call inner && function(inner) == Function.LIST_APPEND) {
            throw KIND.misusedFunction(inner.function());
          }
          checkFunctionPlaces(argument);
        }
      }
      case Arithmetic(OperandNode left, ArithmeticOperator _, OperandNode right) -> {
        checkFunctionPlaces(left);
        checkFunctionPlaces(right);
      }
    }
  }

  private UpdateOperand operand(OperandNode node) {
    return switch (node) {
      case PathNode path -> new UpdateOperand.Attribute(path(path));
      case Value(String placeholder) ->
          new UpdateOperand.Literal(placeholders.value(KIND, placeholder));
      case Call call -> {
        List<OperandNode> arguments = call.arguments();
        yield function(call) == Function.LIST_APPEND
            ? new UpdateOperand.ListAppend(operand(arguments.get(0)), operand(arguments.get(1)))
            : new UpdateOperand.IfNotExists(
                path((PathNode) arguments.get(0)), operand(arguments.get(1)));
      }
      case Arithmetic(OperandNode left, ArithmeticOperator operator, OperandNode right) ->
          new UpdateOperand.Arithmetic(operand(left), operator, operand(right));
    };
  }

  private static Function function(Call call) {
    return Function.named(call.function())
        .orElseThrow(() -> new AssertionError("unknown functions do not pass the parser"));
  }
}
