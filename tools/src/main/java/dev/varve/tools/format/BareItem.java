package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/** A record that is an item itself. */
final class BareItem implements RecordFormat {
  @Override
  public void read(JsonParser parser, Records records) throws IOException {
    records.begin(parser);
    Item item = records.item(parser);
    if (item != null) {
      records.put(item);
    }
  }
}
