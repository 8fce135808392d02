package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/**
 * {@code {"Item":{...}}}: a line of an export to S3, or the output of GetItem. Other members, such
 * as Metadata, are passed over.
 */
final class WrappedItem implements RecordFormat {
  static final String ITEM = "Item";

  @Override
  public void read(JsonParser parser, Records records) throws IOException {
    records.begin(parser);
    boolean found = false;
    Item item = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isItem = parser.currentName().equalsIgnoreCase(ITEM);
      parser.nextToken();
      if (!isItem) {
        parser.skipChildren();
      } else if (found) {
        records.broken("Item occurs twice");
        parser.skipChildren();
        item = null;
      } else {
        found = true;
        item = records.item(parser);
      }
    }
    if (!found) {
      records.broken("expected {\"Item\":{...}}");
    } else if (item != null) {
      records.put(item);
    }
  }
}
