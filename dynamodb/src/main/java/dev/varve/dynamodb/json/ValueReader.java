package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
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
 * <p>The messages for wrong JSON types are DynamoDB's own, Java class names included. Nesting is
 * limited while reading, so that deep input costs neither memory nor stack.
 */
final class ValueReader {
  private static final int MAX_LEVELS = 32;
  private static final String SHAPE = "com.amazonaws.dynamodb.v20120810.AttributeValue";

  private final JsonParser parser;
  private final List<String> path = new ArrayList<>();

  ValueReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Names and indexes from the item down to the value that is being read; after an error, to the
   * one that caused it.
   */
  String path() {
    return String.join(".", path);
  }

  Item item() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw ItemJson.wrongToken(parser.currentToken(), "an object of attributes");
    }
    return Item.of(entries(1));
  }

  AttributeValue value() throws IOException {
    return value(1);
  }

  /**
   * The members of an object whose opening brace has been read; their values are at {@code level}.
   */
  private Map<String, AttributeValue> entries(int level) throws IOException {
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

  private AttributeValue value(int level) throws IOException {
    if (level > MAX_LEVELS) {
      throw new ValidationException(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_ARRAY) {
      throw new SerializationException("Unrecognized collection type class " + SHAPE);
    }
    if (token != JsonToken.START_OBJECT) {
      throw new SerializationException("Unexpected value type in payload");
    }
    AttributeValue value = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      AttributeType type = typeNamed(parser.currentName());
      if (parser.nextToken() == JsonToken.VALUE_NULL || type == null) {
        parser.skipChildren();
        continue;
      }
      if (value != null) {
        throw new ValidationException(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
      }
      value = value(type, level);
    }
    if (value == null) {
      throw new ValidationException(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
    return value;
  }

  private static AttributeType typeNamed(String name) {
    return switch (name) {
      case "S" -> AttributeType.S;
      case "N" -> AttributeType.N;
      case "B" -> AttributeType.B;
      case "BOOL" -> AttributeType.BOOL;
      case "NULL" -> AttributeType.NULL;
      case "SS" -> AttributeType.SS;
      case "NS" -> AttributeType.NS;
      case "BS" -> AttributeType.BS;
      case "L" -> AttributeType.L;
      case "M" -> AttributeType.M;
      // Members that DynamoDB does not know are passed over.
      default -> null;
    };
  }

  private AttributeValue value(AttributeType type, int level) throws IOException {
    return switch (type) {
      case S -> AttributeValue.s(string());
      case N -> AttributeValue.n(string());
      case B -> binary();
      case BOOL -> AttributeValue.bool(bool());
      case NULL -> {
        if (!bool()) {
          throw ValidationException.invalidValues(
              "Null attribute value types must have the value of true");
        }
        yield AttributeValue.nul();
      }
      case SS -> {
        requireArray();
        List<String> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(string());
        }
        yield new AttributeValue.SS(elements);
      }
      case NS -> {
        requireArray();
        List<AttributeValue.N> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(AttributeValue.n(string()));
        }
        yield new AttributeValue.NS(elements);
      }
      case BS -> {
        requireArray();
        List<AttributeValue.B> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(binary());
        }
        yield new AttributeValue.BS(elements);
      }
      case L -> list(level);
      case M -> map(level);
    };
  }

  private AttributeValue list(int level) throws IOException {
    requireArray();
    List<AttributeValue> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      path.add(Integer.toString(elements.size()));
      elements.add(value(level + 1));
      path.removeLast();
    }
    return new AttributeValue.L(elements);
  }

  private AttributeValue map(int level) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_ARRAY) {
      throw new SerializationException(
          "Unrecognized collection type java.util.Map<java.lang.String, " + SHAPE + ">");
    }
    if (token != JsonToken.START_OBJECT) {
      throw new SerializationException("Unexpected field type");
    }
    return new AttributeValue.M(entries(level + 1));
  }

  private void requireArray() {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      throw new SerializationException("Start of structure or map found where not expected");
    }
    if (token != JsonToken.START_ARRAY) {
      throw new SerializationException("Unexpected field type");
    }
  }

  private String string() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongScalar("String");
    }
    return parser.getText();
  }

  private boolean bool() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING ->
          switch (parser.getText().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw new SerializationException("Unexpected token received from parser");
          };
      default -> throw wrongScalar("Boolean");
    };
  }

  private AttributeValue.B binary() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new SerializationException("only base-64-encoded strings are convertible to bytes");
    }
    return new AttributeValue.B(Base64Text.decode(parser.getText()));
  }

  private SerializationException wrongScalar(String target) {
    return new SerializationException(
        switch (parser.currentToken()) {
          case VALUE_TRUE -> "TRUE_VALUE cannot be converted to " + target;
          case VALUE_FALSE -> "FALSE_VALUE cannot be converted to " + target;
          case VALUE_NUMBER_INT -> "NUMBER_VALUE cannot be converted to " + target;
          case VALUE_NUMBER_FLOAT -> "DECIMAL_VALUE cannot be converted to " + target;
          case START_ARRAY -> "Unrecognized collection type class java.lang." + target;
          case START_OBJECT -> "Start of structure or map found where not expected";
          default -> "Unexpected token received from parser";
        });
  }
}
