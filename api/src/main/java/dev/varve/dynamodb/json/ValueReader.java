package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.BrokenValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads values from a token stream, and remembers where it is for error messages. For one thread,
 * one item.
 *
 * <p>Nesting is limited while reading, so that deep input costs neither memory nor stack.
 */
public abstract sealed class ValueReader permits TypedValueReader, PlainValueReader {
  final JsonParser parser;
  private final boolean deferring;
  private final List<String> path = new ArrayList<>();

  ValueReader(JsonParser parser, boolean deferring) {
    this.parser = parser;
    this.deferring = deferring;
  }

  /** A reader of values in {@code notation}. */
  public static ValueReader of(JsonParser parser, ValueNotation notation) {
    return switch (notation) {
      case DYNAMODB -> new TypedValueReader(parser, false, false);
      case TOLERANT -> new TypedValueReader(parser, true, false);
      case PLAIN -> new PlainValueReader(parser);
    };
  }

  /**
   * A reader of the values of requests in {@link ValueNotation#DYNAMODB}: it refuses wrong JSON
   * types, but what breaks a rule becomes a {@link BrokenValue}.
   */
  public static ValueReader deferring(JsonParser parser) {
    return new TypedValueReader(parser, false, true);
  }

  /**
   * The service's refusal of a token where a scalar has to be.
   *
   * @param type what the service calls the scalar's type, e.g. {@code Integer}
   * @param className the Java class that the service names for an array
   */
  public static SerializationException wrongType(JsonToken token, String type, String className) {
    return new SerializationException(
        switch (token) {
          case VALUE_TRUE -> "TRUE_VALUE cannot be converted to " + type;
          case VALUE_FALSE -> "FALSE_VALUE cannot be converted to " + type;
          case VALUE_NUMBER_INT -> "NUMBER_VALUE cannot be converted to " + type;
          case VALUE_NUMBER_FLOAT -> "DECIMAL_VALUE cannot be converted to " + type;
          case VALUE_STRING -> "STRING_VALUE cannot be converted to " + type;
          case START_ARRAY -> "Unrecognized collection type class " + className;
          case START_OBJECT -> "Start of structure or map found where not expected";
          default -> "Unexpected token received from parser";
        });
  }

  /**
   * Reads a boolean, which the service takes as text, too. The parser stands at it.
   *
   * @throws SerializationException if it has the wrong JSON type, or another text
   */
  public static boolean bool(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING ->
          switch (parser.getText().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw new SerializationException("Unexpected token received from parser");
          };
      default -> throw wrongType(parser.currentToken(), "Boolean", "java.lang.Boolean");
    };
  }

  /**
   * Names and indexes from the item down to the value that is being read, with dots between them;
   * after an error, to the one that caused it.
   */
  public final String path() {
    return String.join(".", path);
  }

  /**
   * Reads an item. The parser stands at its opening brace, and at the closing one afterwards;
   * anywhere within the item after an error.
   *
   * @throws SerializationException if a value has the wrong JSON type
   * @throws ValidationException if a value breaks a rule
   */
  public final Item item() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw ItemJson.wrongToken(parser.currentToken(), "an object of attributes");
    }
    Map<String, AttributeValue> attributes = entries(1);
    try {
      return Item.of(attributes);
    } catch (ValidationException e) {
      if (deferring) {
        return BrokenValue.item(e);
      }
      throw e;
    }
  }

  /**
   * Reads a value. The parser stands at its first token, and at its last one afterwards; anywhere
   * within the value after an error.
   *
   * @throws SerializationException if it has the wrong JSON type
   * @throws ValidationException if it breaks a rule
   */
  public final AttributeValue value() throws IOException {
    return value(1);
  }

  /**
   * The members of an object whose opening brace has been read; their values are at {@code level}.
   */
  final Map<String, AttributeValue> entries(int level) throws IOException {
    Map<String, AttributeValue> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      path.add(name);
      parser.nextToken();
      if (entries.put(name, value(level)) != null) {
        throw new SerializationException("the name occurs twice");
      }
      path.removeLast();
    }
    return entries;
  }

  /** The elements of an array whose opening bracket has been read; they are at {@code level}. */
  final List<AttributeValue> elements(int level) throws IOException {
    List<AttributeValue> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      path.add(Integer.toString(elements.size()));
      elements.add(value(level));
      path.removeLast();
    }
    return elements;
  }

  private AttributeValue value(int level) throws IOException {
    try {
      ItemRules.checkLevel(level);
    } catch (ValidationException e) {
      parser.skipChildren();
      return broken(e);
    }
    return valueAt(level);
  }

  /** What stands for a value that breaks a rule, if this reader does not refuse it. */
  final AttributeValue broken(ValidationException reason) {
    if (deferring) {
      return BrokenValue.of(reason);
    }
    throw reason;
  }

  /** The value that the parser stands at, which is at {@code level} and not too deep. */
  abstract AttributeValue valueAt(int level) throws IOException;
}
