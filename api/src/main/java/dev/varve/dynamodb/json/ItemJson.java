package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Items to and from DynamoDB's JSON. */
public final class ItemJson {
  /**
   * More bytes than a legal name has, 65,535, so that the rule for names has the say. The parser
   * counts in steps.
   */
  private static final int MAX_NAME_BYTES = 1 << 18;

  /**
   * Names are not interned: files have few names, but a server's clients may send any. Bytes are
   * UTF-8, never guessed.
   */
  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNameLength(MAX_NAME_BYTES).build())
          .build();

  private ItemJson() {}

  /**
   * Reads an item: an object of attributes, {@code {"Name":{"S":"Bern"}}}.
   *
   * @throws SerializationException if the text is no such object
   * @throws ValidationException if a value breaks a rule
   */
  public static Item parse(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return parseDocument(parser);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string does not fail
    }
  }

  /**
   * A parser of UTF-8 JSON of any length, in little memory; it closes {@code in}. What is no JSON
   * is a {@link JsonProcessingException}, which {@link #malformed} puts in words.
   */
  public static JsonParser parser(InputStream in) throws IOException {
    return FACTORY.createParser(in);
  }

  /** As {@link #parser(InputStream)}, of bytes in memory. */
  public static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
    return FACTORY.createParser(bytes, offset, length);
  }

  /** Reads an item and the end behind it. */
  private static Item parseDocument(JsonParser parser) throws IOException {
    parser.nextToken();
    Item item = read(parser);
    if (parser.nextToken() != null) {
      throw new SerializationException(
          "unexpected text behind the item at column "
              + parser.currentTokenLocation().getColumnNr());
    }
    return item;
  }

  /**
   * Reads an item from a parser that stands at its opening brace, and leaves it at the closing one.
   *
   * @throws SerializationException if a value has the wrong JSON type
   * @throws ValidationException if a value breaks a rule
   */
  public static Item read(JsonParser parser) throws IOException {
    return ValueReader.of(parser, ValueNotation.DYNAMODB).item();
  }

  /**
   * Reads a value, {@code {"S":"Bern"}}, from a parser that stands at its opening brace, and leaves
   * it at the closing one.
   *
   * @throws SerializationException if it has the wrong JSON type
   * @throws ValidationException if it breaks a rule
   */
  public static AttributeValue readValue(JsonParser parser) throws IOException {
    return ValueReader.of(parser, ValueNotation.DYNAMODB).value();
  }

  /** The item on one line. */
  public static String write(Item item) {
    return toString(item, false);
  }

  /** The item on many lines, indented. */
  public static String writePretty(Item item) {
    return toString(item, true);
  }

  private static String toString(Item item, boolean pretty) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      if (pretty) {
        generator.useDefaultPrettyPrinter();
      }
      write(generator, item);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string does not fail
    }
    return out.toString();
  }

  /** Writes an item as an object. */
  public static void write(JsonGenerator out, Item item) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, AttributeValue> attribute : item.asMap().entrySet()) {
      out.writeFieldName(attribute.getKey());
      write(out, attribute.getValue());
    }
    out.writeEndObject();
  }

  /** Writes a value as an object with one member named after its type. */
  public static void write(JsonGenerator out, AttributeValue value) throws IOException {
    out.writeStartObject();
    out.writeFieldName(value.type().name());
    switch (value) {
      case AttributeValue.S s -> out.writeString(s.value());
      case AttributeValue.N n -> out.writeString(n.text());
      case AttributeValue.B b -> out.writeString(b.base64());
      case AttributeValue.Bool b -> out.writeBoolean(b.value());
      case AttributeValue.Null _ -> out.writeBoolean(true);
      case AttributeValue.SS set -> {
        out.writeStartArray();
        for (String element : set.values()) {
          out.writeString(element);
        }
        out.writeEndArray();
      }
      case AttributeValue.NS set -> {
        out.writeStartArray();
        for (AttributeValue.N element : set.values()) {
          out.writeString(element.text());
        }
        out.writeEndArray();
      }
      case AttributeValue.BS set -> {
        out.writeStartArray();
        for (AttributeValue.B element : set.values()) {
          out.writeString(element.base64());
        }
        out.writeEndArray();
      }
      case AttributeValue.L list -> {
        out.writeStartArray();
        for (AttributeValue element : list.values()) {
          write(out, element);
        }
        out.writeEndArray();
      }
      case AttributeValue.M map -> {
        out.writeStartObject();
        for (Map.Entry<String, AttributeValue> entry : map.values().entrySet()) {
          out.writeFieldName(entry.getKey());
          write(out, entry.getValue());
        }
        out.writeEndObject();
      }
    }
    out.writeEndObject();
  }

  /** The error for text that is no JSON: what the parser says, and the column. */
  public static SerializationException malformed(JsonProcessingException e) {
    String column = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
    // The parser's own words for this speak of where the object began, in terms of its source.
    String reason = e instanceof JsonEOFException ? "it ends too early" : e.getOriginalMessage();
    return new SerializationException("malformed JSON" + column + ": " + reason);
  }

  /** The error for a token where an object of a type should stand. */
  static SerializationException wrongToken(JsonToken token, String expected) {
    return new SerializationException(
        "expected " + expected + ", found " + (token == null ? "the end" : token));
  }
}
