package dev.varve.dynamodb.partiql.binding;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.syntax.ArithmeticOperator;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.expression.syntax.ConditionNode;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.Function;
import dev.varve.dynamodb.expression.syntax.OperandNode;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.expression.syntax.UpdateNode;
import dev.varve.dynamodb.partiql.syntax.Expression;
import dev.varve.dynamodb.partiql.syntax.Predicate;
import dev.varve.dynamodb.partiql.syntax.Statement.Change;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of a statement as trees of expressions: each name and value becomes a placeholder of its
 * own. First all trees are made, then {@link #bind} gives what binds them. For one statement.
 */
final class ExpressionTrees {
  /** The most values behind an IN. */
  private static final int MAX_CANDIDATES = 100;

  private final StatementValues statementValues;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, AttributeValue> values = new LinkedHashMap<>();

  ExpressionTrees(StatementValues values) {
    this.statementValues = values;
  }

  /** The placeholders of all trees so far. No further tree may be made after this. */
  Expressions bind() {
    return Expressions.ofTrees(names, values);
  }

  PathNode path(Expression.Path path) {
    List<PathNode.Step> steps = new ArrayList<>(path.steps().size());
    for (Expression.Step step : path.steps()) {
      steps.add(
          switch (step) {
            case Expression.Name(String name) -> {
              String placeholder = "#n" + names.size();
              names.put(placeholder, name);
              yield new PathNode.NameStep(placeholder);
            }
            case Expression.Index(long index) -> new PathNode.IndexStep(index);
          });
    }
    return new PathNode(steps);
  }

  private OperandNode.Value value(AttributeValue value) {
    String placeholder = ":v" + values.size();
    values.put(placeholder, value);
    return new OperandNode.Value(placeholder);
  }

  private OperandNode.Value value(Expression expression) {
    return value(statementValues.of(expression));
  }

  /**
   * A condition.
   *
   * @param kind of the expression that it is part of, for errors
   */
  ConditionNode condition(ExpressionKind kind, Predicate predicate) {
    return switch (predicate) {
      case Predicate.Or(List<Predicate> terms) ->
          new ConditionNode.Or(terms.stream().map(term -> condition(kind, term)).toList());
      case Predicate.And(List<Predicate> terms) ->
          new ConditionNode.And(terms.stream().map(term -> condition(kind, term)).toList());
      case Predicate.Not(Predicate term) -> new ConditionNode.Not(condition(kind, term));
      case Predicate.Comparison(Expression left, Comparator comparator, Expression right) ->
          new ConditionNode.Comparison(tested(kind, left), comparator, tested(kind, right));
      case Predicate.Between(Expression value, Expression lower, Expression upper) ->
          new ConditionNode.Between(tested(kind, value), tested(kind, lower), tested(kind, upper));
      case Predicate.In(Expression value, List<Expression> candidates) ->
          new ConditionNode.In(tested(kind, value), candidates(kind, candidates));
      case Predicate.IsMissing(Expression.Path path) ->
          predicate(Function.ATTRIBUTE_NOT_EXISTS, path(path));
      case Predicate.IsNull(Expression.Path path) ->
          predicate(
              Function.ATTRIBUTE_TYPE,
              path(path),
              value(new AttributeValue.S(AttributeType.NULL.name())));
      case Predicate.Test(Expression.Call call) ->
          new ConditionNode.Predicate(call(kind, call, Function.Role.CONDITION));
    };
  }

  private static ConditionNode predicate(Function function, OperandNode... arguments) {
    return new ConditionNode.Predicate(new OperandNode.Call(function.text(), List.of(arguments)));
  }

  private List<OperandNode> candidates(ExpressionKind kind, List<Expression> candidates) {
    if (candidates.size() > MAX_CANDIDATES) {
      throw kind.error(
          "Too many operands for operator or function; operator or function: IN, number of operands: "
              + candidates.size());
    }
    return candidates.stream().map(candidate -> tested(kind, candidate)).toList();
  }

  /** An operand of a condition. */
  private OperandNode tested(ExpressionKind kind, Expression expression) {
    return switch (expression) {
      case Expression.Path path -> path(path);
      case Expression.Call call -> call(kind, call, Function.Role.OPERAND);
      case Expression.Arithmetic _ ->
          throw new ValidationException("Arithmetic is only supported in SET");
      case Expression.Literal _,
          Expression.Parameter _,
          Expression.ListOf _,
          Expression.SetOf _,
          Expression.MapOf _ ->
          value(expression);
    };
  }

  private OperandNode.Call call(ExpressionKind kind, Expression.Call call, Function.Role wanted) {
    Function function =
        Function.named(call.function()).orElseThrow(() -> kind.unknownFunction(call.function()));
    if (function.role() != wanted) {
      throw kind.misusedFunction(call.function());
    }
    return new OperandNode.Call(
        function.text(),
        call.arguments().stream().map(argument -> tested(kind, argument)).toList());
  }

  /** The changes of an UPDATE. */
  UpdateNode update(List<Change> changes) {
    List<UpdateNode.SetAction> sets = new ArrayList<>();
    List<PathNode> removes = new ArrayList<>();
    List<UpdateNode.ValueAction> adds = new ArrayList<>();
    List<UpdateNode.ValueAction> deletes = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.Remove(Expression.Path target) -> removes.add(path(target));
        case Change.Set(
                Expression.Path target,
                Expression.Call(String function, List<Expression> arguments))
            when function.equals("set_add") ->
            adds.add(setAction(target, function, arguments));
        case Change.Set(
                Expression.Path target,
                Expression.Call(String function, List<Expression> arguments))
            when function.equals("set_delete") ->
            deletes.add(setAction(target, function, arguments));
        case Change.Set(Expression.Path target, Expression value) ->
            sets.add(new UpdateNode.SetAction(path(target), assigned(value)));
      }
    }
    List<UpdateNode.Section> sections = new ArrayList<>();
    if (!sets.isEmpty()) {
      sections.add(new UpdateNode.SetSection(sets));
    }
    if (!removes.isEmpty()) {
      sections.add(new UpdateNode.RemoveSection(removes));
    }
    if (!adds.isEmpty()) {
      sections.add(new UpdateNode.AddSection(adds));
    }
    if (!deletes.isEmpty()) {
      sections.add(new UpdateNode.DeleteSection(deletes));
    }
    return new UpdateNode(sections);
  }

  /** {@code target = function(target, set)}. */
  private UpdateNode.ValueAction setAction(
      Expression.Path target, String function, List<Expression> arguments) {
    if (arguments.size() != 2) {
      throw ExpressionKind.UPDATE.error(
          "Incorrect number of operands for operator or function; operator or function: "
              + function
              + ", number of operands: "
              + arguments.size());
    }
    if (!arguments.getFirst().equals(target)) {
      throw new ValidationException(
          "The first operand of " + function + " must be the attribute that is set");
    }
    OperandNode.Value elements = value(arguments.getLast());
    AttributeType type = values.get(elements.placeholder()).type();
    if (type != AttributeType.SS && type != AttributeType.NS && type != AttributeType.BS) {
      throw ExpressionKind.UPDATE.error(
          "Incorrect operand type for operator or function; operator or function: "
              + function
              + ", operand type: "
              + type);
    }
    return new UpdateNode.ValueAction(path(target), elements);
  }

  /** What stands behind {@code SET path =}. */
  private OperandNode assigned(Expression expression) {
    return switch (expression) {
      case Expression.Path path -> path(path);
      case Expression.Arithmetic(Expression left, ArithmeticOperator operator, Expression right) ->
          new OperandNode.Arithmetic(assigned(left), operator, assigned(right));
      case Expression.Call(String function, List<Expression> arguments) -> {
        if (Function.named(function).isEmpty()) {
          throw ExpressionKind.UPDATE.unknownFunction(function);
        }
        yield new OperandNode.Call(function, arguments.stream().map(this::assigned).toList());
      }
      case Expression.Literal _,
          Expression.Parameter _,
          Expression.ListOf _,
          Expression.SetOf _,
          Expression.MapOf _ ->
          value(expression);
    };
  }
}
