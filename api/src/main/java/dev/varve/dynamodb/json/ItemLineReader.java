package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a file of items in UTF-8, one {@code {"Item":{...}}} per line, as {@link ItemLineWriter}
 * writes them. Blank lines are passed over. For one thread.
 *
 * <p>After an {@link ItemFormatException} the next line can be read.
 */
public final class ItemLineReader implements AutoCloseable {
  private final JsonLines lines;

  /** Reads from {@code in}, which is closed with this reader. */
  public ItemLineReader(InputStream in) {
    lines = new JsonLines(in);
  }

  /**
   * The next item, or null at the end.
   *
   * @throws ItemFormatException if the line is no item
   */
  public Item next() throws IOException {
    JsonParser line = lines.next();
    return line == null ? null : parse(line);
  }

  /** Number of the line read last, from 1. */
  public long lineNumber() {
    return lines.lineNumber();
  }

  private Item parse(JsonParser line) throws IOException {
    ValueReader reader = null;
    try (JsonParser parser = line) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || parser.nextToken() != JsonToken.FIELD_NAME
          || !parser.currentName().equals("Item")) {
        throw broken("expected {\"Item\":{...}}", null);
      }
      parser.nextToken();
      reader = ValueReader.of(parser, ValueNotation.DYNAMODB);
      Item item = reader.item();
      if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw broken("unexpected text behind the item", null);
      }
      return item;
    } catch (JsonProcessingException e) {
      throw broken(ItemJson.malformed(e).getMessage(), e);
    } catch (DynamoException e) {
      String path = reader == null ? "" : reader.path();
      throw broken(path.isEmpty() ? e.getMessage() : path + ": " + e.getMessage(), e);
    }
  }

  private ItemFormatException broken(String reason, Throwable cause) {
    return new ItemFormatException(lineNumber(), reason, cause);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
