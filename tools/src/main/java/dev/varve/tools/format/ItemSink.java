package dev.varve.tools.format;

import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/** Takes one by one what a file says is to be done to a table. */
public interface ItemSink {
  /** An item to be put. */
  void put(Position at, Item item) throws IOException;

  /** The key of an item to be deleted, which need not exist. */
  void delete(Position at, Item key) throws IOException;

  /** Something that is no item. */
  void broken(Position at, String reason) throws IOException;
}
