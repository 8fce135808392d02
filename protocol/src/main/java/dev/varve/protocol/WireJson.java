package dev.varve.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.varve.dynamodb.error.SerializationException;
import java.io.IOException;

/** JSON as it is read from and written to clients. */
final class WireJson {
  /** A value of 32 levels takes 65; what nests deeper than this is no request. */
  private static final int MAX_DEPTH = 200;

  /** Names of attributes have up to 65,535 bytes, each of which may be written as six. */
  private static final int MAX_NAME_CHARS = 6 * 65_536;

  /**
   * Names are not interned: clients may send any. Bytes are UTF-8, never guessed, and without
   * escapes where UTF-8 needs none.
   */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_CHARS)
                  .maxStringLength(Integer.MAX_VALUE) // the body itself is limited
                  .build())
          .build();

  private WireJson() {}

  static JsonFactory factory() {
    return FACTORY;
  }

  /**
   * Checks that a body is a JSON object and nothing else.
   *
   * @throws SerializationException if not; without a message, as the service's
   */
  static void requireObject(byte[] body) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new SerializationException("");
      }
      parser.skipChildren();
      requireEnd(parser);
    } catch (JsonProcessingException _) {
      throw new SerializationException("");
    }
  }

  /**
   * Checks that nothing follows what has been read.
   *
   * @throws SerializationException if something does; without a message, as the service's
   */
  static void requireEnd(JsonParser parser) throws IOException {
    try {
      if (parser.nextToken() != null) {
        throw new SerializationException("");
      }
    } catch (JsonProcessingException _) {
      throw new SerializationException("");
    }
  }
}
