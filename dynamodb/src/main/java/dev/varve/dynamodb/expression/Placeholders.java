package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.ItemRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the placeholders of one request stand for, and which of them its expressions used.
 *
 * <p>For one thread.
 */
final class Placeholders {
  private static final String NAMES = "ExpressionAttributeNames";
  private static final String VALUES = "ExpressionAttributeValues";

  /** The longest placeholder, in characters with its {@code #} or {@code :}. */
  private static final int MAX_KEY_LENGTH = 255;

  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private final Set<String> usedNames = new HashSet<>();
  private final Set<String> usedValues = new HashSet<>();

  /**
   * Checks the placeholders themselves.
   *
   * @param names not copied, and not to be changed while this lives
   * @param values as {@code names}
   * @throws ValidationException if a key is not a placeholder, a name is empty or a value is nested
   *     too deeply
   */
  Placeholders(Map<String, String> names, Map<String, AttributeValue> values) {
    checkKeys(NAMES, '#', names.keySet());
    names.forEach(Placeholders::checkName);
    checkKeys(VALUES, ':', values.keySet());
    values.forEach(Placeholders::checkValue);
    this.names = names;
    this.values = values;
  }

  /** The path with its names put in. Its placeholders count as used. */
  DocumentPath path(ExpressionKind kind, PathNode node) {
    List<DocumentPath.Element> elements = new ArrayList<>(node.steps().size());
    for (PathNode.Step step : node.steps()) {
      elements.add(
          switch (step) {
            case PathNode.NameStep name ->
                new DocumentPath.Name(name.isPlaceholder() ? name(kind, name.text()) : name.text());
            case PathNode.IndexStep(int index) -> new DocumentPath.Index(index);
          });
    }
    return new DocumentPath(elements);
  }

  /** The value of {@code placeholder}, which counts as used. */
  AttributeValue value(ExpressionKind kind, String placeholder) {
    AttributeValue value = values.get(placeholder);
    if (value == null) {
      throw kind.error(
          "An expression attribute value used in expression is not defined; attribute value: "
              + placeholder);
    }
    usedValues.add(placeholder);
    return value;
  }

  /**
   * Checks that the expressions bound so far used all placeholders.
   *
   * @throws ValidationException with those that were not used
   */
  void requireAllUsed() {
    requireAllUsed(NAMES, names.keySet(), usedNames);
    requireAllUsed(VALUES, values.keySet(), usedValues);
  }

  private String name(ExpressionKind kind, String placeholder) {
    String name = names.get(placeholder);
    if (name == null) {
      throw kind.error(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + placeholder);
    }
    usedNames.add(placeholder);
    return name;
  }

  private static void requireAllUsed(String parameter, Set<String> defined, Set<String> used) {
    // Every used one is defined, so equal sizes mean equal sets.
    if (used.size() < defined.size()) {
      String unused =
          defined.stream()
              .filter(key -> !used.contains(key))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      throw new ValidationException(
          "Value provided in " + parameter + " unused in expressions: keys: " + unused);
    }
  }

  private static void checkKeys(String parameter, char first, Set<String> keys) {
    for (String key : keys) {
      if (!isPlaceholder(key, first)) {
        throw new ValidationException(
            parameter + " contains invalid key: Syntax error; key: \"" + key + "\"");
      }
    }
  }

  /** Whether {@code key} is {@code first} and at least one letter, digit or underscore. */
  private static boolean isPlaceholder(String key, char first) {
    if (key.length() < 2 || key.length() > MAX_KEY_LENGTH || key.charAt(0) != first) {
      return false;
    }
    for (int i = 1; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '_')) {
        return false;
      }
    }
    return true;
  }

  private static void checkName(String key, String name) {
    if (name == null || name.isEmpty()) {
      throw new ValidationException(
          NAMES + " contains invalid value: Empty attribute name for key " + key);
    }
  }

  private static void checkValue(String key, AttributeValue value) {
    try {
      if (value == null) {
        throw new ValidationException(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
      }
      ItemRules.checkNesting(value);
    } catch (ValidationException e) {
      ValidationException wrapped =
          new ValidationException(
              VALUES + " contains invalid value: " + e.getMessage() + " for key " + key);
      wrapped.initCause(e);
      throw wrapped;
    }
  }
}
