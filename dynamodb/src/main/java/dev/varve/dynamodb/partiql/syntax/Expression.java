package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.expression.syntax.ArithmeticOperator;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;

/** Something with a value: a path, a literal, a parameter, or something made of these. */
public sealed interface Expression {
  /**
   * A place in an item.
   *
   * @param steps at least one; the first is a {@link Name}
   */
  record Path(List<Step> steps) implements Expression {
    public Path {
      steps = List.copyOf(steps);
    }

    /** The path of a top-level attribute. */
    public static Path of(String attribute) {
      return new Path(List.of(new Name(attribute)));
    }

    /** The top-level attribute where the path begins. */
    public String attribute() {
      return ((Name) steps.getFirst()).name();
    }

    /** Whether the path goes into an attribute. */
    public boolean isNested() {
      return steps.size() > 1;
    }
  }

  /** One step of a path. */
  sealed interface Step {}

  /** An attribute, or the member of a map. */
  record Name(String name) implements Step {}

  /** An element of a list, from 0. */
  record Index(long index) implements Step {}

  /**
   * A value as written.
   *
   * @param value a string, number, boolean or null
   */
  record Literal(AttributeValue value) implements Expression {}

  /**
   * A {@code ?}.
   *
   * @param place among all of the statement, from 0
   */
  record Parameter(int place) implements Expression {}

  /** {@code [elements]}. */
  record ListOf(List<Expression> elements) implements Expression {
    public ListOf {
      elements = List.copyOf(elements);
    }
  }

  /** {@code <<elements>>}. */
  record SetOf(List<Expression> elements) implements Expression {
    public SetOf {
      elements = List.copyOf(elements);
    }
  }

  /** <code>{'name': value, ...}</code>. */
  record MapOf(List<Member> members) implements Expression {
    public MapOf {
      members = List.copyOf(members);
    }
  }

  /** A member of a map. */
  record Member(String name, Expression value) {}

  /**
   * A function of something, which need not exist.
   *
   * @param function in lower case
   */
  record Call(String function, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code left + right} or {@code left - right}. */
  record Arithmetic(Expression left, ArithmeticOperator operator, Expression right)
      implements Expression {}
}
