package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A short notation for values in test cases: {@code "text"}, {@code 1.5}, {@code 0xCAFE}, {@code
 * true}, {@code null}, {@code [1, "x"]} for lists, {@code {a: 1}} for maps and items, {@code <"a",
 * "b">}, {@code <1, 2>} and {@code <0x01>} for sets.
 */
public final class Notation {
  private final String text;
  private int position;

  private Notation(String text) {
    this.text = text;
  }

  /** Reads a value that takes up all of {@code text}. */
  public static AttributeValue value(String text) {
    Notation notation = new Notation(text);
    AttributeValue value = notation.value();
    notation.skipBlanks();
    if (notation.position != text.length()) {
      throw notation.error("end");
    }
    return value;
  }

  /** Reads an item, or null from {@code none}. */
  public static Item item(String text) {
    return text.equals("none") ? null : Item.of(members(text));
  }

  /** Reads a map. */
  static Map<String, AttributeValue> members(String text) {
    return ((AttributeValue.M) value(text)).values();
  }

  /** Writes an item, {@code none} for null. */
  public static String print(Item item) {
    return item == null ? "none" : print(new AttributeValue.M(item.asMap()));
  }

  /** Writes a value. Members of maps are sorted by name. */
  public static String print(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S(String string) -> '"' + string + '"';
      case AttributeValue.N number -> number.text();
      case AttributeValue.B bytes -> "0x" + HexFormat.of().withUpperCase().formatHex(bytes.value());
      case AttributeValue.Bool(boolean bool) -> Boolean.toString(bool);
      case AttributeValue.Null _ -> "null";
      case AttributeValue.SS(List<String> values) ->
          set(values.stream().map(AttributeValue::s).toList());
      case AttributeValue.NS(List<AttributeValue.N> values) -> set(values);
      case AttributeValue.BS(List<AttributeValue.B> values) -> set(values);
      case AttributeValue.L(List<AttributeValue> values) ->
          values.stream().map(Notation::print).collect(Collectors.joining(", ", "[", "]"));
      case AttributeValue.M(Map<String, AttributeValue> values) ->
          values.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(entry -> entry.getKey() + ": " + print(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static String set(List<? extends AttributeValue> values) {
    return values.stream().map(Notation::print).collect(Collectors.joining(", ", "<", ">"));
  }

  private AttributeValue value() {
    skipBlanks();
    char first = text.charAt(position);
    if (accept("\"")) {
      int start = position;
      position = text.indexOf('"', start) + 1;
      return AttributeValue.s(text.substring(start, position - 1));
    }
    if (accept("[")) {
      return new AttributeValue.L(valuesUntil("]"));
    }
    if (accept("<")) {
      List<AttributeValue> values = valuesUntil(">");
      return switch (values.getFirst()) {
        case AttributeValue.S _ ->
            new AttributeValue.SS(
                values.stream().map(value -> ((AttributeValue.S) value).value()).toList());
        case AttributeValue.N _ ->
            new AttributeValue.NS(values.stream().map(AttributeValue.N.class::cast).toList());
        default ->
            new AttributeValue.BS(values.stream().map(AttributeValue.B.class::cast).toList());
      };
    }
    if (accept("{")) {
      Map<String, AttributeValue> members = new LinkedHashMap<>();
      while (!accept("}")) {
        skipBlanks();
        String name = word();
        expect(":");
        members.put(name, value());
        accept(",");
      }
      return new AttributeValue.M(members);
    }
    String word = word();
    return switch (word) {
      case "true" -> AttributeValue.bool(true);
      case "false" -> AttributeValue.bool(false);
      case "null" -> AttributeValue.nul();
      default -> {
        if (word.startsWith("0x")) {
          yield AttributeValue.b(HexFormat.of().parseHex(word.substring(2)));
        }
        if (first == '-' || Character.isDigit(first)) {
          yield AttributeValue.n(word);
        }
        throw error("a value");
      }
    };
  }

  private List<AttributeValue> valuesUntil(String end) {
    List<AttributeValue> values = new ArrayList<>();
    while (!accept(end)) {
      values.add(value());
      accept(",");
    }
    return values;
  }

  /** A run of characters without blanks and delimiters; a colon may be its first. */
  private String word() {
    int start = position++;
    while (position < text.length() && " ,:]}>".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean accept(String wanted) {
    skipBlanks();
    boolean accepted = text.startsWith(wanted, position);
    if (accepted) {
      position += wanted.length();
    }
    return accepted;
  }

  private void expect(String wanted) {
    if (!accept(wanted)) {
      throw error(wanted);
    }
  }

  private void skipBlanks() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
  }

  private IllegalArgumentException error(String expected) {
    return new IllegalArgumentException("expected " + expected + " at " + position + " in " + text);
  }
}
