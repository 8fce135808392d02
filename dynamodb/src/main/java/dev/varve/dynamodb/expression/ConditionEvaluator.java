package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.Operand.Attribute;
import dev.varve.dynamodb.expression.Operand.Literal;
import dev.varve.dynamodb.expression.Operand.Size;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.AttributeValue.B;
import dev.varve.dynamodb.value.AttributeValue.BS;
import dev.varve.dynamodb.value.AttributeValue.Bool;
import dev.varve.dynamodb.value.AttributeValue.L;
import dev.varve.dynamodb.value.AttributeValue.M;
import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.AttributeValue.NS;
import dev.varve.dynamodb.value.AttributeValue.Null;
import dev.varve.dynamodb.value.AttributeValue.S;
import dev.varve.dynamodb.value.AttributeValue.SS;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates conditions.
 *
 * <p>A missing attribute makes every comparison false, except {@code <>}, which it makes true.
 * Stored values of a type that an operator does not know make the condition false, never an error:
 * errors were for the request, and are long past. A {@code size} that has no result (nothing there,
 * or a number, boolean or null) makes its condition false whatever the operator, {@code <>}
 * included.
 */
public final class ConditionEvaluator {
  private ConditionEvaluator() {}

  /** Whether {@code condition} holds for the item behind {@code attributes}. */
  public static boolean test(Condition condition, AttributeLookup attributes) {
    return switch (condition) {
      case Condition.Or(List<Condition> terms) -> anyHolds(terms, attributes);
      case Condition.And(List<Condition> terms) -> allHold(terms, attributes);
      case Condition.Not(Condition term) -> !test(term, attributes);
      case Condition.Comparison(Operand left, Comparator comparator, Operand right) ->
          compares(left, comparator, right, attributes);
      case Condition.Between(Operand operand, Operand lower, Operand upper) -> {
        AttributeValue value = valueOf(operand, attributes);
        yield holds(valueOf(lower, attributes), Comparator.LESS_OR_EQUAL, value)
            && holds(value, Comparator.LESS_OR_EQUAL, valueOf(upper, attributes));
      }
      case Condition.In(Operand operand, List<Operand> candidates) ->
          isOneOf(valueOf(operand, attributes), candidates, attributes);
      case Condition.OneOf(Operand operand, Set<AttributeValue> values) -> {
        AttributeValue value = valueOf(operand, attributes);
        yield value != null && values.contains(value);
      }
      case Condition.AttributeExists(DocumentPath path) -> attributes.exists(path);
      case Condition.AttributeNotExists(DocumentPath path) -> !attributes.exists(path);
      case Condition.HasType(Operand operand, AttributeType type) -> {
        AttributeValue value = valueOf(operand, attributes);
        yield value != null && value.type() == type;
      }
      case Condition.BeginsWith(Operand operand, Operand prefix) ->
          beginsWith(valueOf(operand, attributes), valueOf(prefix, attributes));
      case Condition.Contains(Operand container, Operand part) ->
          contains(valueOf(container, attributes), valueOf(part, attributes));
    };
  }

  /**
   * Whether {@code value}, which may be null, begins with {@code prefix}, which may be null:
   * strings by UTF-8 bytes, binaries by bytes.
   */
  static boolean beginsWith(AttributeValue value, AttributeValue prefix) {
    return (value instanceof S(String text)
            && prefix instanceof S(String textPrefix)
            && text.startsWith(textPrefix))
        || (value instanceof B bytes
            && prefix instanceof B bytesPrefix
            && bytes.startsWith(bytesPrefix));
  }

  /** Whether {@code left comparator right}; either may be null for a missing value. */
  static boolean holds(AttributeValue left, Comparator comparator, AttributeValue right) {
    return switch (comparator) {
      case EQUAL -> left != null && left.equals(right);
      case NOT_EQUAL -> left == null || !left.equals(right);
      case LESS -> areOrdered(left, right) && compare(left, right) < 0;
      case LESS_OR_EQUAL -> areOrdered(left, right) && compare(left, right) <= 0;
      case GREATER -> areOrdered(left, right) && compare(left, right) > 0;
      case GREATER_OR_EQUAL -> areOrdered(left, right) && compare(left, right) >= 0;
    };
  }

  /** Whether the two have an order between them: both strings, both numbers or both binaries. */
  static boolean areOrdered(AttributeValue left, AttributeValue right) {
    return left != null && right != null && left.type() == right.type() && left.type().isKeyType();
  }

  /**
   * The order of two values of one type that has one: strings by UTF-8 bytes, binaries by unsigned
   * bytes.
   */
  public static int compare(AttributeValue left, AttributeValue right) {
    return switch (left) {
      case S text -> text.compareTo((S) right);
      case N number -> number.compareTo((N) right);
      case B bytes -> bytes.compareTo((B) right);
      case Bool _, Null _, SS _, NS _, BS _, L _, M _ ->
          throw new AssertionError("no order: " + left.type());
    };
  }

  private static boolean anyHolds(List<Condition> terms, AttributeLookup attributes) {
    for (Condition term : terms) {
      if (test(term, attributes)) {
        return true;
      }
    }
    return false;
  }

  private static boolean allHold(List<Condition> terms, AttributeLookup attributes) {
    for (Condition term : terms) {
      if (!test(term, attributes)) {
        return false;
      }
    }
    return true;
  }

  private static boolean compares(
      Operand leftOperand,
      Comparator comparator,
      Operand rightOperand,
      AttributeLookup attributes) {
    AttributeValue left = valueOf(leftOperand, attributes);
    AttributeValue right = valueOf(rightOperand, attributes);
    if ((left == null && leftOperand instanceof Size)
        || (right == null && rightOperand instanceof Size)) {
      return false;
    }
    return holds(left, comparator, right);
  }

  private static boolean isOneOf(
      AttributeValue value, List<Operand> candidates, AttributeLookup attributes) {
    for (Operand candidate : candidates) {
      if (holds(value, Comparator.EQUAL, valueOf(candidate, attributes))) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(AttributeValue container, AttributeValue part) {
    if (container == null || part == null) {
      return false;
    }
    return switch (container) {
      case S text -> part instanceof S wanted && text.contains(wanted);
      case B bytes -> part instanceof B wanted && bytes.contains(wanted);
      case SS set -> part instanceof S(String wanted) && set.contains(wanted);
      case NS set -> part instanceof N wanted && set.contains(wanted);
      case BS set -> part instanceof B wanted && set.contains(wanted);
      case L(List<AttributeValue> values) -> values.contains(part);
      case N _, Bool _, Null _, M _ -> false;
    };
  }

  /** The value of {@code operand}, or null if it has none. */
  private static AttributeValue valueOf(Operand operand, AttributeLookup attributes) {
    return switch (operand) {
      case Attribute(DocumentPath path) -> attributes.find(path);
      case Literal(AttributeValue value) -> value;
      case Size(Operand of) -> sizeOf(valueOf(of, attributes));
    };
  }

  private static AttributeValue sizeOf(AttributeValue value) {
    return switch (value) {
      case null -> null;
      // In UTF-16 units, unlike the size of an item, which counts UTF-8 bytes.
      case S(String text) -> AttributeValue.n(text.length());
      case B bytes -> AttributeValue.n(bytes.length());
      case SS(List<String> values) -> AttributeValue.n(values.size());
      case NS(List<N> values) -> AttributeValue.n(values.size());
      case BS(List<B> values) -> AttributeValue.n(values.size());
      case L(List<AttributeValue> values) -> AttributeValue.n(values.size());
      case M(Map<String, AttributeValue> values) -> AttributeValue.n(values.size());
      case N _, Bool _, Null _ -> null;
    };
  }
}
