package dev.varve.dynamodb.api.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.Copies;
import dev.varve.dynamodb.json.AttributeJson;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes the members of requests and answers as JSON. Those that are absent are left out. For one
 * thread.
 */
public final class JsonOut {
  /** Writes a structure, an element or a value. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(T value, JsonOut out) throws IOException;
  }

  private final JsonGenerator out;

  /** Writes items as the bytes that they are; null if they are written as values. */
  private final AttributeJson items;

  /** Writes to a generator. */
  public JsonOut(JsonGenerator out) {
    this(out, null);
  }

  private JsonOut(JsonGenerator out, AttributeJson items) {
    this.out = out;
    this.items = items;
  }

  /**
   * Writes the same to a generator of bytes, without making values of items that come from storage.
   */
  public static JsonOut toBytes(JsonGenerator out) {
    return new JsonOut(out, new AttributeJson(out));
  }

  void begin() throws IOException {
    out.writeStartObject();
  }

  void end() throws IOException {
    out.writeEndObject();
  }

  void string(String member, String value) throws IOException {
    if (value != null) {
      out.writeStringField(member, value);
    }
  }

  void string(String member, Optional<String> value) throws IOException {
    string(member, value.orElse(null));
  }

  void number(String member, Number value) throws IOException {
    if (value != null) {
      out.writeFieldName(member);
      writeNumber(value, this);
    }
  }

  void number(String member, Optional<? extends Number> value) throws IOException {
    number(member, value.orElse(null));
  }

  void bool(String member, Boolean value) throws IOException {
    if (value != null) {
      out.writeBooleanField(member, value);
    }
  }

  void bool(String member, Optional<Boolean> value) throws IOException {
    bool(member, value.orElse(null));
  }

  void timestamp(String member, Instant value) throws IOException {
    if (value != null) {
      out.writeNumberField(
          member,
          BigDecimal.valueOf(value.getEpochSecond())
              .add(BigDecimal.valueOf(value.getNano() / 1_000_000, 3)));
    }
  }

  void timestamp(String member, Optional<Instant> value) throws IOException {
    timestamp(member, value.orElse(null));
  }

  <E> void enumeration(String member, E value, Function<E, String> text) throws IOException {
    if (value != null) {
      out.writeStringField(member, text.apply(value));
    }
  }

  <E> void enumeration(String member, Optional<E> value, Function<E, String> text)
      throws IOException {
    enumeration(member, value.orElse(null), text);
  }

  <T> void structure(String member, T value, Writer<T> writer) throws IOException {
    if (value != null) {
      out.writeFieldName(member);
      writer.write(value, this);
    }
  }

  <T> void structure(String member, Optional<T> value, Writer<T> writer) throws IOException {
    structure(member, value.orElse(null), writer);
  }

  <T> void list(String member, List<T> value, Writer<? super T> element) throws IOException {
    if (!Copies.isAbsent(value)) {
      out.writeFieldName(member);
      writeList(value, element);
    }
  }

  <T> void map(String member, Map<String, T> value, Writer<? super T> writer) throws IOException {
    if (!Copies.isAbsent(value)) {
      out.writeFieldName(member);
      writeMap(value, writer);
    }
  }

  void item(String member, Item value) throws IOException {
    if (value != null) {
      out.writeFieldName(member);
      writeItem(value, this);
    }
  }

  void item(String member, Optional<Item> value) throws IOException {
    item(member, value.orElse(null));
  }

  void value(String member, AttributeValue value) throws IOException {
    if (value != null) {
      out.writeFieldName(member);
      writeValue(value, this);
    }
  }

  <T> void writeList(List<T> value, Writer<? super T> element) throws IOException {
    out.writeStartArray();
    for (T each : value) {
      element.write(each, this);
    }
    out.writeEndArray();
  }

  <T> void writeMap(Map<String, T> value, Writer<? super T> writer) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, T> entry : value.entrySet()) {
      out.writeFieldName(entry.getKey());
      writer.write(entry.getValue(), this);
    }
    out.writeEndObject();
  }

  static void writeString(String value, JsonOut out) throws IOException {
    out.out.writeString(value);
  }

  static void writeNumber(Number value, JsonOut out) throws IOException {
    if (value instanceof Double real) {
      out.out.writeNumber(real);
    } else {
      out.out.writeNumber(value.longValue());
    }
  }

  static void writeItem(Item value, JsonOut out) throws IOException {
    if (out.items == null) {
      ItemJson.write(out.out, value);
    } else {
      out.items.write(value);
    }
  }

  static void writeValue(AttributeValue value, JsonOut out) throws IOException {
    ItemJson.write(out.out, value);
  }
}
