package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.value.AttributeValue;
import java.io.IOException;

/** Reads {@link ValueNotation#PLAIN}. */
final class PlainValueReader extends ValueReader {
  PlainValueReader(JsonParser parser) {
    super(parser, false);
  }

  @Override
  AttributeValue valueAt(int level) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> AttributeValue.s(parser.getText());
      // The text, since no type of Java's holds all 38 digits.
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> AttributeValue.n(parser.getText());
      case VALUE_TRUE -> AttributeValue.bool(true);
      case VALUE_FALSE -> AttributeValue.bool(false);
      case VALUE_NULL -> AttributeValue.nul();
      case START_ARRAY -> new AttributeValue.L(elements(level + 1));
      case START_OBJECT -> new AttributeValue.M(entries(level + 1));
      case END_ARRAY, END_OBJECT, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new SerializationException("expected a value, found " + parser.currentToken());
    };
  }
}
