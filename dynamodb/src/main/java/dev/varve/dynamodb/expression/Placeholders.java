package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Encodable;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.value.Utf8;
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

  /**
   * The most bytes of all placeholders with the names and values for which they stand: UTF-8 bytes
   * of the placeholders and names, and the values' sizes as parts of an item.
   */
  static final int MAX_BYTES = 2 * 1024 * 1024;

  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private final Set<String> usedNames;
  private final Set<String> usedValues;

  /** The attributes into which paths go. Null until there is one. */
  private Set<String> nestedInto;

  /**
   * Checks the placeholders themselves.
   *
   * @param names not copied, and not to be changed while this lives
   * @param values as {@code names}
   * @throws ValidationException if a key is not a placeholder, a name is empty, a value is nested
   *     too deeply, a string has no UTF-8 form, or all together are larger than 2 MB
   */
  Placeholders(Map<String, String> names, Map<String, AttributeValue> values) {
    checkKeys(NAMES, '#', names.keySet());
    names.forEach(Placeholders::checkName);
    checkKeys(VALUES, ':', values.keySet());
    values.forEach(Placeholders::checkValue);
    checkSize(names, values);
    this.names = names;
    this.values = values;
    // Most requests have none, and an undefined one is an error.
    this.usedNames = names.isEmpty() ? Set.of() : new HashSet<>();
    this.usedValues = values.isEmpty() ? Set.of() : new HashSet<>();
  }

  /** The path with its names put in. Its placeholders count as used. */
  DocumentPath path(ExpressionKind kind, PathNode node) {
    List<DocumentPath.Element> elements = new ArrayList<>(node.steps().size());
    for (PathNode.Step step : node.steps()) {
      elements.add(
          switch (step) {
            case PathNode.NameStep name ->
                new DocumentPath.Name(name.isPlaceholder() ? name(kind, name.text()) : name.text());
            case PathNode.IndexStep(long index) -> new DocumentPath.Index(index);
          });
    }
    DocumentPath path = new DocumentPath(elements);
    if (path.isNested()) {
      if (nestedInto == null) {
        nestedInto = new HashSet<>();
      }
      nestedInto.add(path.attributeName());
    }
    return path;
  }

  /**
   * Checks that no path so far goes into a key attribute.
   *
   * @param keyAttributes the names of the key attributes, the partition key's first
   * @param word what the message calls one
   * @throws ValidationException naming the first key attribute into which a path goes
   */
  void requireKeysWhole(List<String> keyAttributes, String word) {
    if (nestedInto == null) {
      return;
    }
    for (String name : keyAttributes) {
      if (nestedInto.contains(name)) {
        throw new ValidationException(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
                + " allowed: "
                + word
                + ": "
                + name);
      }
    }
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
    try {
      Encodable.check(name);
    } catch (ValidationException e) {
      throw invalidValue(NAMES, key, e);
    }
  }

  private static void checkValue(String key, AttributeValue value) {
    try {
      if (value == null) {
        throw new ValidationException(
            "Supplied AttributeValue is empty, must contain exactly one of the supported"
                + " datatypes");
      }
      ItemRules.checkNesting(value);
      Encodable.check(value);
    } catch (ValidationException e) {
      throw invalidValue(VALUES, key, e);
    }
  }

  private static ValidationException invalidValue(
      String parameter, String key, ValidationException cause) {
    ValidationException error =
        new ValidationException(
            parameter + " contains invalid value: " + cause.getMessage() + " for key " + key);
    error.initCause(cause);
    return error;
  }

  private static void checkSize(Map<String, String> names, Map<String, AttributeValue> values) {
    long nameBytes = 0;
    for (Map.Entry<String, String> name : names.entrySet()) {
      nameBytes += name.getKey().length() + Utf8.length(name.getValue());
    }
    if (nameBytes > MAX_BYTES) {
      throw new ValidationException(NAMES + " exceeds max size");
    }
    long valueBytes = 0;
    for (Map.Entry<String, AttributeValue> value : values.entrySet()) {
      valueBytes += value.getKey().length() + ItemRules.sizeBytes(value.getValue());
    }
    if (valueBytes > MAX_BYTES) {
      throw new ValidationException(VALUES + " exceeds max size");
    }
    if (nameBytes + valueBytes > MAX_BYTES) {
      throw new ValidationException(
          "Combined size of " + NAMES + " and " + VALUES + " exceeds max size");
    }
  }
}
