package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/** {@code {"PutRequest":{"Item":{...}}}} or {@code {"DeleteRequest":{"Key":{...}}}}. */
final class WriteRequest implements RecordFormat {
  static final String PUT = "PutRequest";
  static final String DELETE = "DeleteRequest";
  static final String KEY = "Key";

  @Override
  public void read(JsonParser parser, Records records) throws IOException {
    records.begin(parser);
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      records.broken(
          "expected a PutRequest or a DeleteRequest"
              + FormatException.found(parser.currentToken()));
      parser.skipChildren();
      return;
    }
    int requests = 0;
    boolean isPut = false;
    Item item = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_NULL || !(name.equals(PUT) || name.equals(DELETE))) {
        parser.skipChildren();
        continue;
      }
      requests++;
      isPut = name.equals(PUT);
      if (value == JsonToken.START_OBJECT) {
        item = member(isPut ? WrappedItem.ITEM : KEY, parser, records);
      } else {
        records.broken(name + ": expected an object" + FormatException.found(value));
        parser.skipChildren();
        item = null;
      }
    }
    if (requests != 1) {
      records.broken("expected a PutRequest or a DeleteRequest, found " + requests + " of them");
    } else if (item != null && isPut) {
      records.put(item);
    } else if (item != null) {
      records.delete(item);
    }
  }

  /** Reads an item that is the one member of an object, or reports that it is missing. */
  private static Item member(String wanted, JsonParser parser, Records records) throws IOException {
    NamedItem item = new NamedItem(wanted);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isWanted = parser.currentName().equals(wanted);
      parser.nextToken();
      if (isWanted) {
        item.read(parser, records);
      } else {
        parser.skipChildren();
      }
    }
    if (!item.isFound()) {
      records.broken("the request has no " + wanted);
    }
    return item.item();
  }
}
