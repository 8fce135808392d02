package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.value.Item;
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
    boolean hasKeys = false;
    boolean hasImage = false;
    Item keys = null;
    Item image = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue; // as if it were not there
      }
      switch (name) {
        case KEYS -> {
          hasKeys = true;
          keys = records.item(parser);
        }
        case NEW_IMAGE -> {
          hasImage = true;
          image = records.item(parser);
        }
        default -> parser.skipChildren();
      }
    }
    if (!hasKeys) {
      records.broken("expected {\"Keys\":{...}} and, unless the item was deleted, NewImage");
    } else if (image != null) {
      records.put(image);
    } else if (!hasImage && keys != null) {
      records.delete(keys);
    }
  }
}
