package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.json.ItemJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The outline of the first JSON value in some bytes, as far as they go: objects as maps, arrays as
 * lists of their first element alone, strings and numbers as themselves. Enough to tell a format
 * by.
 */
final class Sketch {
  /** Stands for true, false and null. */
  private static final Object OTHER = new Object();

  /** The longest token that is an error when it is cut: -Infinity. */
  private static final int LONGEST_WORD = 9;

  private final JsonParser parser;
  private int lastLine;
  private Object root = OTHER;
  private boolean complete;
  private boolean broken;
  private int end;

  private Sketch(JsonParser parser) {
    this.parser = parser;
  }

  /** Draws what begins at {@code offset}. */
  static Sketch of(byte[] bytes, int offset, int length) {
    try (JsonParser parser = ItemJson.parser(bytes, offset, length)) {
      Sketch sketch = new Sketch(parser);
      try {
        if (sketch.next() != null) {
          sketch.draw(value -> sketch.root = value);
          sketch.complete = true;
          sketch.end = offset + (int) parser.currentLocation().getByteOffset();
        }
      } catch (IOException endsOrBreaks) {
        // What was drawn until then is kept. A token that the end of the bytes cuts is no fault.
        sketch.broken = parser.currentLocation().getByteOffset() + LONGEST_WORD < length;
      }
      return sketch;
    } catch (IOException impossible) {
      throw new AssertionError("bytes in memory do not fail", impossible);
    }
  }

  /** The first object: the value itself, or its first element if it is an array. */
  Map<?, ?> record() {
    Object value = root instanceof List<?> list && !list.isEmpty() ? list.getFirst() : root;
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Whether the value is an array. */
  boolean isArray() {
    return root instanceof List<?>;
  }

  /** Whether the value is an object. */
  boolean isObject() {
    return root instanceof Map<?, ?>;
  }

  /** Whether the bytes hold the value to its end. */
  boolean isComplete() {
    return complete;
  }

  /** Where the value ends in the bytes, if it is complete. */
  int end() {
    return end;
  }

  /** Whether the bytes stop being JSON before their end. */
  boolean isBroken() {
    return broken;
  }

  /** Whether some part of the value stands behind its first line. */
  boolean spansLines() {
    return lastLine > 1;
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    lastLine = parser.currentTokenLocation().getLineNr();
    return token;
  }

  /**
   * Draws the value that the parser stands at. Objects and arrays are placed before they are
   * filled, so that what there is of them is kept if they break off.
   */
  private void draw(Consumer<Object> place) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        place.accept(members);
        while (next() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          next();
          draw(value -> members.put(name, value));
        }
      }
      case START_ARRAY -> {
        List<Object> first = new ArrayList<>(1);
        place.accept(first);
        while (next() != JsonToken.END_ARRAY) {
          draw(value -> {
            if (first.isEmpty()) {
              first.add(value);
            }
          });
        }
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> place.accept(parser.getText());
      default -> place.accept(OTHER);
    }
  }
}
