package dev.varve.formats;

import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/** A file of changed items that is being written. For one thread. */
public interface ChangeOutput extends AutoCloseable {
  /**
   * Writes one item. Buffers.
   *
   * @param micros when the item was last written, in microseconds since 1970
   * @param keys its key attributes
   * @param before the item before; null for none, or if it is not wanted
   * @param after the item afterwards; null for none
   */
  void write(long micros, Item keys, Item before, Item after) throws IOException;

  /** Closes the file with what is below. */
  @Override
  void close() throws IOException;
}
