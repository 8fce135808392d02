package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.expression.syntax.ConditionNode;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.Function;
import dev.varve.dynamodb.expression.syntax.OperandNode;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts names and values into a condition and checks what depends on them: condition after condition
 * in the order of the text, within each undefined placeholders, operand counts, distinct operands
 * and operand types, in this order.
 */
final class ConditionBinder {
  private static final Set<AttributeType> ORDERED =
      Set.of(AttributeType.S, AttributeType.N, AttributeType.B);
  private static final Set<AttributeType> WITH_PREFIX = Set.of(AttributeType.S, AttributeType.B);

  private static final Set<AttributeType> CONTAINERS =
      Set.of(
          AttributeType.S,
          AttributeType.B,
          AttributeType.SS,
          AttributeType.NS,
          AttributeType.BS,
          AttributeType.L);

  private static final Set<AttributeType> SIZED =
      Set.of(
          AttributeType.S,
          AttributeType.B,
          AttributeType.SS,
          AttributeType.NS,
          AttributeType.BS,
          AttributeType.L,
          AttributeType.M);

  /** In the order in which DynamoDB's message lists them. */
  private static final String TYPE_NAMES = "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}";

  private static final Map<String, AttributeType> TYPES =
      Arrays.stream(AttributeType.values())
          .collect(Collectors.toUnmodifiableMap(Enum::name, type -> type));

  private final ExpressionKind kind;
  private final Placeholders placeholders;

  ConditionBinder(ExpressionKind kind, Placeholders placeholders) {
    this.kind = kind;
    this.placeholders = placeholders;
  }

  Condition bind(ConditionNode node) {
    return switch (node) {
      case ConditionNode.Or(List<ConditionNode> terms) ->
          new Condition.Or(terms.stream().map(this::bind).toList());
      case ConditionNode.And(List<ConditionNode> terms) ->
          new Condition.And(terms.stream().map(this::bind).toList());
      case ConditionNode.Not(ConditionNode term) -> new Condition.Not(bind(term));
      case ConditionNode.Comparison comparison -> comparison(comparison);
      case ConditionNode.Between(OperandNode value, OperandNode lower, OperandNode upper) ->
          between(List.of(value, lower, upper));
      case ConditionNode.In(OperandNode value, List<OperandNode> candidates) ->
          in(value, candidates);
      case ConditionNode.Predicate(OperandNode.Call call) -> predicate(call);
    };
  }

  private Condition comparison(ConditionNode.Comparison node) {
    List<Operand> operands = operands(List.of(node.left(), node.right()));
    Comparator comparator = node.comparator();
    requireDistinct(comparator.symbol(), operands);
    for (Operand operand : operands) {
      checkSizes(operand);
      if (comparator.isOrdering()) {
        requireType(comparator.symbol(), operand, ORDERED);
      }
    }
    return new Condition.Comparison(operands.get(0), comparator, operands.get(1));
  }

  private Condition between(List<OperandNode> nodes) {
    List<Operand> operands = operands(nodes);
    requireDistinct("BETWEEN", operands);
    for (Operand operand : operands) {
      checkSizes(operand);
      requireType("BETWEEN", operand, ORDERED);
    }
    if (operands.get(1) instanceof Operand.Literal(AttributeValue lower)
        && operands.get(2) instanceof Operand.Literal(AttributeValue upper)) {
      checkBounds(lower, upper);
    }
    return new Condition.Between(operands.get(0), operands.get(1), operands.get(2));
  }

  private void checkBounds(AttributeValue lower, AttributeValue upper) {
    String broken =
        lower.type() != upper.type()
            ? "requires same data type for lower and upper bounds"
            : ConditionEvaluator.compare(lower, upper) > 0
                ? "requires upper bound to be greater than or equal to lower bound"
                : null;
    if (broken != null) {
      throw kind.error(
          "The BETWEEN operator "
              + broken
              + "; lower bound operand: "
              + ValueText.describe(lower)
              + ", upper bound operand: "
              + ValueText.describe(upper));
    }
  }

  private Condition in(OperandNode value, List<OperandNode> candidates) {
    List<OperandNode> nodes = new ArrayList<>(candidates.size() + 1);
    nodes.add(value);
    nodes.addAll(candidates);
    List<Operand> operands = operands(nodes);
    requireDistinct("IN", operands);
    operands.forEach(this::checkSizes);
    return new Condition.In(operands.getFirst(), operands.subList(1, operands.size()));
  }

  private Condition predicate(OperandNode.Call call) {
    Function function =
        Function.named(call.function())
            .orElseThrow(() -> new AssertionError("unknown functions do not pass the parser"));
    call.arguments().forEach(this::requireDefined);
    if (call.arguments().size() != function.operandCount()) {
      throw OperandErrors.wrongCount(kind, function.text(), call.arguments().size());
    }
    List<Operand> operands = operands(call.arguments());
    return switch (function) {
      case ATTRIBUTE_EXISTS ->
          new Condition.AttributeExists(requirePath(function, operands.getFirst()));
      case ATTRIBUTE_NOT_EXISTS ->
          new Condition.AttributeNotExists(requirePath(function, operands.getFirst()));
      case ATTRIBUTE_TYPE -> {
        operands.forEach(this::checkSizes);
        yield new Condition.HasType(operands.get(0), typeNamed(operands.get(1)));
      }
      case BEGINS_WITH -> {
        requireDistinct(function.text(), operands);
        for (Operand operand : operands) {
          checkSizes(operand);
          requireType(function.text(), operand, WITH_PREFIX);
        }
        yield new Condition.BeginsWith(operands.get(0), operands.get(1));
      }
      case CONTAINS -> {
        requireDistinct(function.text(), operands);
        operands.forEach(this::checkSizes);
        requireType(function.text(), operands.getFirst(), CONTAINERS);
        yield new Condition.Contains(operands.get(0), operands.get(1));
      }
      case SIZE, IF_NOT_EXISTS, LIST_APPEND ->
          throw new AssertionError("misplaced functions do not pass the parser: " + function);
    };
  }

  private AttributeType typeNamed(Operand operand) {
    if (!(operand instanceof Operand.Literal(AttributeValue value))) {
      throw OperandErrors.wrongType(
          kind, Function.ATTRIBUTE_TYPE.text(), operand instanceof Operand.Size ? "N" : "PATH");
    }
    if (!(value instanceof AttributeValue.S(String name))) {
      throw OperandErrors.wrongType(kind, Function.ATTRIBUTE_TYPE.text(), value.type().name());
    }
    AttributeType type = TYPES.get(name);
    if (type == null) {
      throw kind.error(
          "Invalid attribute type name found; type: " + name + ", valid types: " + TYPE_NAMES);
    }
    return type;
  }

  private DocumentPath requirePath(Function function, Operand operand) {
    if (operand instanceof Operand.Attribute(DocumentPath path)) {
      return path;
    }
    throw OperandErrors.pathRequired(kind, function.text());
  }

  /** Binds the operands of one condition: first all placeholders, then all operand counts. */
  private List<Operand> operands(List<OperandNode> nodes) {
    nodes.forEach(this::requireDefined);
    return nodes.stream().map(this::operand).toList();
  }

  private void requireDefined(OperandNode node) {
    switch (node) {
      case PathNode path -> placeholders.path(kind, path);
      case OperandNode.Value(String placeholder) -> placeholders.value(kind, placeholder);
      case OperandNode.Call call -> call.arguments().forEach(this::requireDefined);
      case OperandNode.Arithmetic _ -> throw noArithmetic();
    }
  }

  private Operand operand(OperandNode node) {
    return switch (node) {
      case PathNode path -> new Operand.Attribute(placeholders.path(kind, path));
      case OperandNode.Value(String placeholder) ->
          new Operand.Literal(placeholders.value(kind, placeholder));
      case OperandNode.Call(String function, List<OperandNode> arguments) -> {
        // The parser lets no other function stand as an operand of a condition.
        if (arguments.size() != Function.SIZE.operandCount()) {
          throw OperandErrors.wrongCount(kind, function, arguments.size());
        }
        yield new Operand.Size(operand(arguments.getFirst()));
      }
      case OperandNode.Arithmetic _ -> throw noArithmetic();
    };
  }

  /** Checks that no {@code size} in {@code operand} is taken of a value that has none. */
  private void checkSizes(Operand operand) {
    if (operand instanceof Operand.Size(Operand of)) {
      checkSizes(of);
      requireType(Function.SIZE.text(), of, SIZED);
    }
  }

  private void requireDistinct(String operator, List<Operand> operands) {
    if (operands.getFirst() instanceof Operand.Attribute first
        && operands.subList(1, operands.size()).contains(first)) {
      throw kind.error(
          "The first operand must be distinct from the remaining operands for this operator or function; operator: "
              + operator
              + ", first operand: "
              + first.path());
    }
  }

  /**
   * Checks the type of an operand as far as the request decides it. What is stored may have any
   * type.
   */
  private void requireType(String operator, Operand operand, Set<AttributeType> allowed) {
    AttributeType type =
        switch (operand) {
          case Operand.Attribute _ -> null;
          case Operand.Literal(AttributeValue value) -> value.type();
          case Operand.Size _ -> AttributeType.N;
        };
    if (type != null && !allowed.contains(type)) {
      throw OperandErrors.wrongType(kind, operator, type.name());
    }
  }

  private static AssertionError noArithmetic() {
    return new AssertionError("the grammar of conditions has no arithmetic");
  }
}
