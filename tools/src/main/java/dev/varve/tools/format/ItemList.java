package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** {@code {"Items":[{...}],"Count":1}}: the output of Scan and Query. */
final class ItemList implements RecordFormat {
  static final String ITEMS = "Items";

  @Override
  public void read(JsonParser parser, Records records) throws IOException {
    boolean found = false;
    boolean isOther = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isItems = parser.currentName().equals(ITEMS);
      if (parser.nextToken() == JsonToken.START_ARRAY && isItems) {
        found = true;
        readItems(parser, records);
      } else {
        isOther |= isItems && parser.currentToken() != JsonToken.VALUE_NULL;
        parser.skipChildren();
      }
    }
    if (!found || isOther) {
      records.begin(parser);
      records.broken("expected {\"Items\":[...]}");
    }
  }

  /** Reads the items of an array, from its opening bracket to the closing one. */
  static void readItems(JsonParser parser, Records records) throws IOException {
    BareItem element = new BareItem();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read(parser, records);
    }
  }

  @Override
  public boolean isContainer() {
    return true;
  }
}
