package dev.varve.dynamodb.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.json.EncodedItemReader;
import dev.varve.dynamodb.json.ValueReader;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the members of requests and answers from JSON. What has the wrong JSON type is refused in
 * the service's words, Java class names included. For one thread.
 *
 * <p>An enumeration's value that the model does not know is no wrong type: its text is kept, by the
 * structure in which it stands, for {@link Findings}.
 */
public final class JsonIn implements Findings.Unknown {
  private static final String PACKAGE = "com.amazonaws.dynamodb.v20120810.";
  private static final long NANOS_PER_MICROSECOND = 1_000;

  /** Reads a structure, an element or a value. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(JsonIn in) throws IOException;
  }

  /** An enumeration's member whose text is unknown, in a structure that is being read. */
  private record Unread(int depth, String member, String text) {}

  /** The items of a request have no more bytes at first, whatever it says. */
  private static final int MAX_FIRST_BYTES = 64 << 10;

  private final JsonParser parser;

  /** How many bytes the items may have together, about; 0 if they become values. */
  private final int encodedBytes;

  /** Null until there is an item, and if they become values. */
  private EncodedItemReader items;

  /** How many elements lists and maps may still have, all together. */
  private int elementsLeft;

  /** Open structures, lists and maps. */
  private int depth;

  private List<Unread> unread = List.of();

  /** By structure; null until there is one. */
  private IdentityHashMap<Object, Map<String, String>> unknown;

  /** Reads from a parser that stands at the first token of what is to be read. */
  public JsonIn(JsonParser parser) {
    this(parser, Integer.MAX_VALUE, 0);
  }

  /**
   * Reads from a parser that stands at the first token of what is to be read.
   *
   * @param maxElements how many elements all lists and maps may have together: an element that is
   *     two bytes in JSON may take a hundred in memory
   * @param encodedBytes for items that stay bytes, how many these may be together, about; 0 for
   *     items that become values. The former are read by {@link EncodedItemReader}, which refuses
   *     much that is right
   */
  JsonIn(JsonParser parser, int maxElements, int encodedBytes) {
    this.parser = parser;
    this.elementsLeft = maxElements;
    this.encodedBytes = encodedBytes;
  }

  private void countElement() {
    if (--elementsLeft < 0) {
      throw new SerializationException("");
    }
  }

  /** Begins a structure. The parser stands at its first token. */
  void begin(String shape) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> depth++;
      case START_ARRAY ->
          throw new SerializationException("Unrecognized collection type class " + PACKAGE + shape);
      default ->
          throw new SerializationException(
              parser.getParsingContext().inArray()
                  ? "Unexpected value type in payload"
                  : "Unexpected field type");
    }
  }

  /** The next member that is there, or null at the end of the structure. */
  String member() throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        return name;
      }
    }
    return null;
  }

  /** Passes over the value of a member. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  /** Ends a structure, which has been read. */
  <T> T end(T structure) {
    if (!unread.isEmpty()) {
      for (Unread enumeration : unread) {
        if (enumeration.depth() == depth) {
          if (unknown == null) {
            unknown = new IdentityHashMap<>();
          }
          unknown
              .computeIfAbsent(structure, owner -> new HashMap<>())
              .put(enumeration.member(), enumeration.text());
        }
      }
      unread.removeIf(enumeration -> enumeration.depth() == depth);
    }
    depth--;
    return structure;
  }

  /** Whether an enumeration's member had a value that the model does not know. */
  boolean hasUnknown() {
    return unknown != null;
  }

  @Override
  public String text(Object owner, String member) {
    Map<String, String> texts = unknown == null ? null : unknown.get(owner);
    return texts == null ? null : texts.get(member);
  }

  String string() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    throw wrongType("String", "java.lang.String");
  }

  Integer integer() throws IOException {
    return Math.clamp(number("Integer"), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  Long longInteger() throws IOException {
    return number("Long");
  }

  /** A whole number; a fraction is rounded down, as the service does. */
  private long number(String type) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (parser.getText().startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE)
              : parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> (long) Math.floor(parser.getDoubleValue());
      default -> throw wrongType(type, "java.lang." + type);
    };
  }

  Double decimal() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> throw wrongType("Double", "java.lang.Double");
    };
  }

  /**
   * A moment: seconds since 1970, which may have a fraction, to the microsecond. What is before or
   * after all that an {@link Instant} can tell becomes the first or the last of its seconds.
   */
  Instant timestamp() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> second(number("Date"));
      case VALUE_NUMBER_FLOAT -> {
        double seconds = parser.getDoubleValue();
        double whole = Math.floor(seconds);
        long micros = Math.round((seconds - whole) * 1_000_000);
        yield second((long) whole).plusNanos(micros * NANOS_PER_MICROSECOND);
      }
      default -> throw wrongType("Date", "java.util.Date");
    };
  }

  private static Instant second(long epochSecond) {
    return Instant.ofEpochSecond(
        Math.clamp(epochSecond, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
  }

  Boolean bool() throws IOException {
    return ValueReader.bool(parser);
  }

  /** A value of an enumeration; null for one that the model does not know, whose text is kept. */
  <E> E enumeration(String member, Function<String, E> find) throws IOException {
    String text = string();
    E value = find.apply(text);
    if (value == null) {
      if (unread.isEmpty()) {
        unread = new ArrayList<>();
      }
      unread.add(new Unread(depth, member, text));
    }
    return value;
  }

  <T> List<T> list(String shape, Reader<T> element) throws IOException {
    requireContainer(JsonToken.START_ARRAY, PACKAGE + shape);
    depth++;
    List<T> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      countElement();
      list.add(element.read(this));
    }
    depth--;
    return list;
  }

  <T> Map<String, T> map(Reader<T> value) throws IOException {
    requireContainer(
        JsonToken.START_OBJECT, "java.util.Map<java.lang.String, " + PACKAGE + "AttributeValue>");
    depth++;
    Map<String, T> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      countElement();
      String key = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        throw new SerializationException("Unexpected value type in payload");
      }
      map.put(key, value.read(this));
    }
    depth--;
    return map;
  }

  Item item() throws IOException {
    requireContainer(
        JsonToken.START_OBJECT, "java.util.Map<java.lang.String, " + PACKAGE + "AttributeValue>");
    if (encodedBytes == 0) {
      return ValueReader.deferring(parser).item();
    }
    if (items == null) {
      items = new EncodedItemReader(parser, Math.min(encodedBytes, MAX_FIRST_BYTES));
    }
    return items.item();
  }

  AttributeValue value() throws IOException {
    return ValueReader.deferring(parser).value();
  }

  private void requireContainer(JsonToken first, String type) {
    JsonToken token = parser.currentToken();
    if (token == first) {
      return;
    }
    throw new SerializationException(
        switch (token) {
          case START_ARRAY -> "Unrecognized collection type " + type;
          case START_OBJECT -> "Start of structure or map found where not expected";
          default -> "Unexpected field type";
        });
  }

  private SerializationException wrongType(String type, String className) {
    return ValueReader.wrongType(parser.currentToken(), type, className);
  }
}
