package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.Optional;

/** What a {@link RecordFormat} reads items with and hands them to. */
interface Records {
  /** Whether the items of this table are wanted; otherwise they are passed over. */
  boolean wants(String table);

  /** Tells the key of a table, if the file knows it. */
  void key(String table, KeyAttribute partitionKey, Optional<KeyAttribute> sortKey);

  /** Says that what the parser stands at is one item's: its place is that of errors. */
  void begin(JsonParser parser);

  /**
   * Reads an item, or a key, from the value that the parser stands at, and leaves the parser at its
   * end. What is no item is reported as broken.
   *
   * @return null if it was broken
   */
  Item item(JsonParser parser) throws IOException;

  void put(Item item) throws IOException;

  void delete(Item key) throws IOException;

  void broken(String reason) throws IOException;
}
