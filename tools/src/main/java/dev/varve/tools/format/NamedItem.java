package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/** The item, or the key, under a name in a record, where a second one would replace the first. */
final class NamedItem {
  private final String name;
  private boolean found;
  private Item item;

  NamedItem(String name) {
    this.name = name;
  }

  /** Reads the value that the parser stands at; reports it if it is broken, or not the first. */
  void read(JsonParser parser, Records records) throws IOException {
    if (found) {
      records.broken(name + " occurs twice");
      parser.skipChildren();
      item = null;
    } else {
      found = true;
      item = records.item(parser);
    }
  }

  /** Whether there was one, broken or not. */
  boolean isFound() {
    return found;
  }

  /** The item, or null if there was none, a broken one or more than one. */
  Item item() {
    return item;
  }
}
