package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A condition with names and values put in and every check of the request done: ready for
 * evaluation by {@link ConditionEvaluator}.
 */
public sealed interface Condition {

  /** True if one term is. */
  record Or(List<Condition> terms) implements Condition {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  /** True if all terms are. */
  record And(List<Condition> terms) implements Condition {
    public And {
      terms = List.copyOf(terms);
    }
  }

  /** True if the term is not. */
  record Not(Condition term) implements Condition {}

  /** {@code left comparator right}. */
  record Comparison(Operand left, Comparator comparator, Operand right) implements Condition {}

  /** {@code lower <= value AND value <= upper}. */
  record Between(Operand value, Operand lower, Operand upper) implements Condition {}

  /** {@code value} equals one of {@code candidates}. */
  record In(Operand value, List<Operand> candidates) implements Condition {
    public In {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * {@code operand} equals one of {@code values}, of which there may be any number: what {@code IN}
   * is among the legacy parameters.
   */
  record OneOf(Operand operand, Set<AttributeValue> values) implements Condition {
    public OneOf {
      // Not Set.copyOf: it takes quadratic time where all values have the same hash code.
      values = Collections.unmodifiableSet(new HashSet<>(values));
    }
  }

  /** There is a value at {@code path}. */
  record AttributeExists(DocumentPath path) implements Condition {}

  /** There is no value at {@code path}. */
  record AttributeNotExists(DocumentPath path) implements Condition {}

  /** {@code operand} has a value of type {@code type}. */
  record HasType(Operand operand, AttributeType type) implements Condition {}

  /** {@code operand} begins with {@code prefix}. */
  record BeginsWith(Operand operand, Operand prefix) implements Condition {}

  /** {@code container} holds {@code part}. */
  record Contains(Operand container, Operand part) implements Condition {}

  /** All paths in this condition, in the order of the text. */
  default Stream<DocumentPath> paths() {
    return switch (this) {
      case Or(List<Condition> terms) -> terms.stream().flatMap(Condition::paths);
      case And(List<Condition> terms) -> terms.stream().flatMap(Condition::paths);
      case Not(Condition term) -> term.paths();
      case Comparison(Operand left, Comparator _, Operand right) -> paths(Stream.of(left, right));
      case Between(Operand value, Operand lower, Operand upper) ->
          paths(Stream.of(value, lower, upper));
      case In(Operand value, List<Operand> candidates) ->
          paths(Stream.concat(Stream.of(value), candidates.stream()));
      case OneOf(Operand operand, Set<AttributeValue> _) -> paths(Stream.of(operand));
      case AttributeExists(DocumentPath path) -> Stream.of(path);
      case AttributeNotExists(DocumentPath path) -> Stream.of(path);
      case HasType(Operand operand, AttributeType _) -> paths(Stream.of(operand));
      case BeginsWith(Operand operand, Operand prefix) -> paths(Stream.of(operand, prefix));
      case Contains(Operand container, Operand part) -> paths(Stream.of(container, part));
    };
  }

  private static Stream<DocumentPath> paths(Stream<Operand> operands) {
    return operands.flatMap(operand ->
        switch (operand) {
          case Operand.Attribute(DocumentPath path) -> Stream.of(path);
          case Operand.Literal _ -> Stream.empty();
          case Operand.Size(Operand of) -> paths(Stream.of(of));
        });
  }
}
