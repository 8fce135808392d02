package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@link ValueNotation#DYNAMODB} and {@link ValueNotation#TOLERANT}. The messages for wrong
 * JSON types are DynamoDB's own, Java class names included.
 */
final class TypedValueReader extends ValueReader {
  private static final String SHAPE = "com.amazonaws.dynamodb.v20120810.AttributeValue";

  private final boolean tolerant;

  TypedValueReader(JsonParser parser, boolean tolerant, boolean deferring) {
    super(parser, deferring);
    this.tolerant = tolerant;
  }

  @Override
  AttributeValue valueAt(int level) throws IOException {
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
      AttributeValue read = read(type, level);
      value =
          value == null
              ? read
              : broken(
                  new ValidationException(
                      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"));
    }
    return value != null
        ? value
        : broken(
            new ValidationException(
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"));
  }

  /** A value whose tokens are all read, even if it breaks a rule. */
  private AttributeValue read(AttributeType type, int level) throws IOException {
    try {
      return value(type, level);
    } catch (ValidationException e) {
      return broken(e);
    }
  }

  private AttributeType typeNamed(String name) {
    AttributeType exact = exactType(name);
    return exact == null && tolerant ? exactType(upperCase(name)) : exact;
  }

  /** Some programs call NULL nullValue. */
  private static String upperCase(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.equals("NULLVALUE") ? "NULL" : upper;
  }

  private static AttributeType exactType(String name) {
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
      case N -> AttributeValue.n(number());
      case B -> binary();
      case BOOL -> AttributeValue.bool(bool(parser));
      case NULL -> {
        if (!bool(parser)) {
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
        List<String> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(number());
        }
        yield new AttributeValue.NS(elements.stream().map(AttributeValue::n).toList());
      }
      case BS -> {
        requireArray();
        List<AttributeValue.B> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(binary());
        }
        yield new AttributeValue.BS(elements);
      }
      case L -> {
        requireArray();
        yield new AttributeValue.L(elements(level + 1));
      }
      case M -> map(level);
    };
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
      throw wrongType(parser.currentToken(), "String", "java.lang.String");
    }
    return parser.getText();
  }

  private String number() throws IOException {
    return tolerant && parser.currentToken().isNumeric() ? parser.getText() : string();
  }

  private AttributeValue.B binary() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new SerializationException("only base-64-encoded strings are convertible to bytes");
    }
    return new AttributeValue.B(Base64Text.decode(parser.getText()));
  }
}
