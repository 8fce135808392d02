package dev.varve.formats;

import dev.varve.dynamodb.value.Item;
import java.io.Flushable;
import java.io.IOException;

/** A file of items that is being written. For one thread. */
public interface ItemOutput extends AutoCloseable, Flushable {
  /** Writes one item. Buffers. */
  void write(Item item) throws IOException;

  /** Hands all items to what is below, and flushes that. */
  @Override
  void flush() throws IOException;

  /** Closes the file with what is below. */
  @Override
  void close() throws IOException;
}
