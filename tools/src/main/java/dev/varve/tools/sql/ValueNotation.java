package dev.varve.tools.sql;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Values as a statement would have them; bytes, which it cannot have, in Base64. */
final class ValueNotation {
  private ValueNotation() {}

  /** A value in a cell of its own, where a text needs no quotes. */
  static String cell(AttributeValue value) {
    return value instanceof AttributeValue.S(String text) ? text : literal(value);
  }

  private static String literal(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S(String text) -> quoted(text);
      case AttributeValue.N number -> number.text();
      case AttributeValue.B bytes -> bytes.base64();
      case AttributeValue.Bool(boolean bool) -> Boolean.toString(bool);
      case AttributeValue.Null _ -> "null";
      case AttributeValue.SS(List<String> values) -> set(values, ValueNotation::quoted);
      case AttributeValue.NS(List<AttributeValue.N> values) -> set(values, AttributeValue.N::text);
      case AttributeValue.BS(List<AttributeValue.B> values) ->
          set(values, AttributeValue.B::base64);
      case AttributeValue.L(List<AttributeValue> values) ->
          values.stream().map(ValueNotation::literal).collect(Collectors.joining(", ", "[", "]"));
      case AttributeValue.M map ->
          map.values().entrySet().stream()
              .map(member -> quoted(member.getKey()) + ": " + literal(member.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static <T> String set(List<T> values, Function<T, String> text) {
    return values.stream().map(text).collect(Collectors.joining(", ", "<<", ">>"));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
