package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The two families of parameters that an operation has for one purpose: expressions, and the legacy
 * ones. A request uses one family, and placeholders only with expressions. The check of both is the
 * first after the model's constraints. Immutable; a check of a good request allocates nothing.
 *
 * @param <I> the request, or a part of it
 */
final class Families<I> {
  /** Takes no values. */
  private static final String PROJECTION = "ProjectionExpression";

  /** A parameter of a request, null where it is absent. */
  private record Parameter<I>(String name, Function<I, ?> value) {
    boolean isIn(I request) {
      return value.apply(request) != null;
    }
  }

  private final Function<I, Map<String, String>> names;
  private final Function<I, Map<String, AttributeValue>> values;
  private final List<Parameter<I>> legacy;
  private final List<Parameter<I>> expressions;

  /** The expressions that may have values. */
  private final List<Parameter<I>> withValues;

  private Families(Builder<I> builder) {
    this.names = builder.names;
    this.values = builder.values;
    this.legacy = List.copyOf(builder.legacy);
    this.expressions = List.copyOf(builder.expressions);
    this.withValues =
        expressions.stream().filter(expression -> !expression.name().equals(PROJECTION)).toList();
  }

  /**
   * Checks a request.
   *
   * @throws ValidationException if it mixes the families, or has placeholders and no expression for
   *     them
   */
  void check(I request) {
    boolean hasExpression = hasAny(expressions, request);
    if (hasExpression && hasAny(legacy, request)) {
      throw new ValidationException(
          "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: "
              + present(legacy, request)
              + " Expression parameters: "
              + present(expressions, request));
    }
    if (!hasExpression) {
      Expressions.requireNoNames(names.apply(request));
    }
    Map<String, AttributeValue> given = values.apply(request);
    if (given != null && !hasAny(withValues, request)) {
      Expressions.requireNoValues(
          given,
          withValues.stream().map(Parameter::name).collect(Collectors.joining(" and "))
              + (withValues.size() == 1 ? " is null" : " are null"));
    }
  }

  private static <I> boolean hasAny(List<Parameter<I>> parameters, I request) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).isIn(request)) {
        return true;
      }
    }
    return false;
  }

  private static <I> String present(List<Parameter<I>> parameters, I request) {
    return parameters.stream()
        .filter(parameter -> parameter.isIn(request))
        .map(Parameter::name)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /**
   * A builder.
   *
   * @param names the request's placeholders for names
   */
  static <I> Builder<I> of(Function<I, Map<String, String>> names) {
    return new Builder<>(names);
  }

  /** Collects the parameters, in the order of the message. For one thread. */
  static final class Builder<I> {
    private final Function<I, Map<String, String>> names;
    private final List<Parameter<I>> legacy = new ArrayList<>();
    private final List<Parameter<I>> expressions = new ArrayList<>();
    private Function<I, Map<String, AttributeValue>> values = _ -> null;

    private Builder(Function<I, Map<String, String>> names) {
      this.names = names;
    }

    /** The request's placeholders for values; without this it has none. */
    Builder<I> values(Function<I, Map<String, AttributeValue>> placeholders) {
      this.values = placeholders;
      return this;
    }

    /** An expression. */
    Builder<I> expression(String name, Function<I, String> value) {
      expressions.add(new Parameter<>(name, value));
      return this;
    }

    /** A parameter that expressions replace. */
    Builder<I> legacy(String name, Function<I, ?> value) {
      legacy.add(new Parameter<>(name, value));
      return this;
    }

    Families<I> build() {
      return new Families<>(this);
    }
  }
}
