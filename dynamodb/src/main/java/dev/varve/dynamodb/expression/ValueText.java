package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as DynamoDB's messages show them. */
public final class ValueText {
  private ValueText() {}

  /** A value, e.g. {@code AttributeValue: {S:x}}. */
  public static String describe(AttributeValue value) {
    return "AttributeValue: {" + value.type() + ":" + text(value) + "}";
  }

  /** An item or key, e.g. {@code {p=AttributeValue: {S:x}}}. */
  public static String describe(Item item) {
    return describe(item.asMap());
  }

  private static String describe(Map<String, AttributeValue> members) {
    return members.entrySet().stream()
        .map(member -> member.getKey() + "=" + describe(member.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String text(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S(String text) -> text;
      case AttributeValue.N number -> number.text();
      case AttributeValue.B bytes -> bytes.base64();
      case AttributeValue.Bool(boolean bool) -> Boolean.toString(bool);
      case AttributeValue.Null _ -> "true";
      case AttributeValue.SS set -> set.values().toString();
      case AttributeValue.NS set ->
          set.values().stream().map(AttributeValue.N::text).toList().toString();
      case AttributeValue.BS set ->
          set.values().stream().map(AttributeValue.B::base64).toList().toString();
      case AttributeValue.L list ->
          list.values().stream().map(ValueText::describe).toList().toString();
      case AttributeValue.M map -> describe(map.values());
    };
  }
}
