package dev.varve.bench.http;

import java.io.IOException;

/** Calls for the items of the table, by the ways that a Java program has. Thread-safe. */
public interface OrderCalls extends AutoCloseable {
  /** Gets an item. */
  Object get(long number) throws Exception;

  /** Puts it again as it is. */
  Object put(long number) throws Exception;

  @Override
  void close() throws IOException;
}
