package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * {@code {"Metadata":{...},"Keys":{...},"NewImage":{...},"OldImage":{...}}}: a line of an
 * incremental export. The new image is put; where there is none, the item has been deleted.
 */
final class ChangeRecord implements RecordFormat {
  static final String KEYS = "Keys";
  static final String NEW_IMAGE = "NewImage";
  static final String OLD_IMAGE = "OldImage";
  static final String METADATA = "Metadata";

  @Override
  public void read(JsonParser parser, Records records) throws IOException {
    records.begin(parser);
    NamedItem keys = new NamedItem(KEYS);
    NamedItem image = new NamedItem(NEW_IMAGE);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue; // as if it were not there
      }
      switch (name) {
        case KEYS -> keys.read(parser, records);
        case NEW_IMAGE -> image.read(parser, records);
        default -> parser.skipChildren();
      }
    }
    if (!keys.isFound()) {
      records.broken("expected {\"Keys\":{...}} and, unless the item was deleted, NewImage");
    } else if (keys.item() != null && image.item() != null) {
      records.put(image.item());
    } else if (keys.item() != null && !image.isFound()) {
      records.delete(keys.item());
    }
  }
}
