package dev.varve.dynamodb.cases;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * JSON as maps, lists, texts, numbers and booleans, and whether an answer is the expected one.
 *
 * <p>In what is expected, {@code '***'} stands for any value, and within a text for any text;
 * {@code '(absent)'} for a member that is not there; a list that begins with {@code '(any order)'}
 * may have its elements in any. Numbers are compared by value, members without order.
 */
final class Json {
  private static final String ANY = "***";
  private static final String ABSENT = "(absent)";
  private static final String ANY_ORDER = "(any order)";
  private static final int MAX_SHOWN = 2000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          // Attributes' names have up to 65535 bytes.
          .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(1 << 20).build())
          .build();

  private Json() {}

  /** A parser before the first token of a text that may be written carelessly. */
  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  /** The value of a text, in which no member stands twice; null for one without any. */
  static Object value(String text) throws IOException {
    try (JsonParser parser = parser(text)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      if (parser.nextToken() == null) {
        return null;
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("text behind the end of " + shown(text));
      }
      return value;
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield elements;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getText();
      default -> throw new IllegalArgumentException("no value: " + parser.currentToken());
    };
  }

  /** Whether a text is the expected one, in which {@code ***} stands for any text. */
  static boolean matches(String expected, String actual) {
    if (!expected.contains(ANY)) {
      return expected.equals(actual);
    }
    StringBuilder pattern = new StringBuilder();
    for (String part : expected.split(Pattern.quote(ANY), -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual).matches();
  }

  /**
   * Compares.
   *
   * @param path where the values stand
   * @param whole whether members of the actual value that are not expected are a difference
   * @return where they differ and how, or null
   */
  static String difference(String path, Object expected, Object actual, boolean whole) {
    boolean same =
        switch (expected) {
          case String text when text.equals(ABSENT) -> actual == null;
          case String text when text.equals(ANY) -> actual != null;
          case String text -> actual instanceof String other && matches(text, other);
          case BigDecimal number ->
              actual instanceof BigDecimal other && number.compareTo(other) == 0;
          case null, default -> expected == null ? actual == null : expected.equals(actual);
        };
    if (expected instanceof Map<?, ?> members && actual instanceof Map<?, ?> others) {
      return members(path, members, others, whole);
    }
    if (expected instanceof List<?> elements && actual instanceof List<?> others) {
      return !elements.isEmpty() && elements.getFirst().equals(ANY_ORDER)
          ? elementsInAnyOrder(path, elements.subList(1, elements.size()), others, whole)
          : elements(path, elements, others, whole);
    }
    return same ? null : path + ": expected " + shown(expected) + " but was " + shown(actual);
  }

  private static String members(String path, Map<?, ?> expected, Map<?, ?> actual, boolean whole) {
    for (Map.Entry<?, ?> member : expected.entrySet()) {
      String difference =
          difference(
              path + "." + member.getKey(), member.getValue(), actual.get(member.getKey()), whole);
      if (difference != null) {
        return difference;
      }
    }
    if (whole) {
      for (Map.Entry<?, ?> member : actual.entrySet()) {
        if (!expected.containsKey(member.getKey())) {
          return path + "." + member.getKey() + ": not expected: " + shown(member.getValue());
        }
      }
    }
    return null;
  }

  private static String elements(String path, List<?> expected, List<?> actual, boolean whole) {
    if (expected.size() != actual.size()) {
      return path + ": expected " + shown(expected) + " but was " + shown(actual);
    }
    for (int i = 0; i < expected.size(); i++) {
      String difference = difference(path + "[" + i + "]", expected.get(i), actual.get(i), whole);
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private static String elementsInAnyOrder(
      String path, List<?> expected, List<?> actual, boolean whole) {
    List<Object> left = new ArrayList<>(actual);
    for (Object element : expected) {
      if (!removeFirstLike(element, left, whole)) {
        return path + ": expected " + shown(element) + " in " + shown(actual);
      }
    }
    return left.isEmpty() ? null : path + ": not expected: " + shown(left);
  }

  private static boolean removeFirstLike(Object expected, List<Object> left, boolean whole) {
    for (int i = 0; i < left.size(); i++) {
      if (difference("", expected, left.get(i), whole) == null) {
        left.remove(i);
        return true;
      }
    }
    return false;
  }

  /** A value for a reader: not all of it if it is long. */
  static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() <= MAX_SHOWN
        ? text
        : text.substring(0, MAX_SHOWN) + "... (" + text.length() + " characters)";
  }
}
