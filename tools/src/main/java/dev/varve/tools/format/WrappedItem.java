package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
    NamedItem item = new NamedItem(ITEM);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isItem = parser.currentName().equalsIgnoreCase(ITEM);
      parser.nextToken();
      if (isItem) {
        item.read(parser, records);
      } else {
        parser.skipChildren();
      }
    }
    if (!item.isFound()) {
      records.broken("expected {\"Item\":{...}}");
    } else if (item.item() != null) {
      records.put(item.item());
    }
  }
}
