package dev.varve.dynamodb.partiql.binding;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.partiql.syntax.Expression;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Encodable;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values in a statement: its literals, with its parameters put in. Immutable. */
final class StatementValues {
  private final List<AttributeValue> parameters;

  /**
   * The values of a request.
   *
   * @param parameters for each {@code ?} its value
   */
  StatementValues(List<AttributeValue> parameters) {
    this.parameters = List.copyOf(parameters);
  }

  /**
   * The value that an expression is.
   *
   * @throws ValidationException if it is none, nests too deep or breaks another rule for values
   */
  AttributeValue of(Expression expression) {
    AttributeValue value = value(expression);
    ItemRules.checkNesting(value);
    Encodable.check(value);
    return value;
  }

  /**
   * The item that an expression is, whose values are not checked yet.
   *
   * @throws ValidationException if it is none
   */
  Item item(Expression expression) {
    return switch (expression) {
      case Expression.MapOf(List<Expression.Member> members) -> Item.of(members(members));
      case Expression.Parameter(int place)
          when parameters.get(place) instanceof AttributeValue.M map ->
          Item.of(map.values());
      case Expression.Parameter _,
          Expression.Literal _,
          Expression.ListOf _,
          Expression.SetOf _,
          Expression.Path _,
          Expression.Call _,
          Expression.Arithmetic _ ->
          throw new ValidationException("The value of INSERT must be a map: the item");
    };
  }

  private AttributeValue value(Expression expression) {
    return switch (expression) {
      case Expression.Literal(AttributeValue value) -> value;
      case Expression.Parameter(int place) -> parameters.get(place);
      case Expression.ListOf(List<Expression> elements) ->
          new AttributeValue.L(elements.stream().map(this::value).toList());
      case Expression.SetOf(List<Expression> elements) ->
          set(elements.stream().map(this::value).toList());
      case Expression.MapOf(List<Expression.Member> members) ->
          new AttributeValue.M(members(members));
      case Expression.Path _, Expression.Call _, Expression.Arithmetic _ ->
          throw new ValidationException(
              "Only values can stand in lists, sets and maps of a statement");
    };
  }

  /** The members of a map, or the attributes of an item. */
  private Map<String, AttributeValue> members(List<Expression.Member> members) {
    Map<String, AttributeValue> values = LinkedHashMap.newLinkedHashMap(members.size());
    for (Expression.Member member : members) {
      if (values.put(member.name(), value(member.value())) != null) {
        throw new ValidationException(
            "A map of the statement has the name " + member.name() + " twice");
      }
    }
    return values;
  }

  private static AttributeValue set(List<AttributeValue> elements) {
    List<String> strings = new ArrayList<>();
    List<AttributeValue.N> numbers = new ArrayList<>();
    List<AttributeValue.B> binaries = new ArrayList<>();
    for (AttributeValue element : elements) {
      switch (element) {
        case AttributeValue.S(String string) -> strings.add(string);
        case AttributeValue.N number -> numbers.add(number);
        case AttributeValue.B binary -> binaries.add(binary);
        case AttributeValue.Bool _,
            AttributeValue.Null _,
            AttributeValue.SS _,
            AttributeValue.NS _,
            AttributeValue.BS _,
            AttributeValue.L _,
            AttributeValue.M _ ->
            throw new ValidationException(
                "A set of the statement has an element of type " + element.type());
      }
    }
    if (numbers.size() == elements.size() && !elements.isEmpty()) {
      return new AttributeValue.NS(numbers);
    }
    if (binaries.size() == elements.size() && !elements.isEmpty()) {
      return new AttributeValue.BS(binaries);
    }
    if (strings.size() < elements.size()) {
      throw new ValidationException("A set of the statement has elements of different types");
    }
    return new AttributeValue.SS(strings); // which refuses an empty one
  }
}
