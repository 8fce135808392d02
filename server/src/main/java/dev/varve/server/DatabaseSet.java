package dev.varve.server;

import dev.varve.dynamodb.Varve;
import dev.varve.protocol.Databases;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The databases of a server, which it owns. For any number of threads. */
public interface DatabaseSet extends Databases, AutoCloseable {
  /** Those that are open. */
  List<Varve> open();

  /** Those that are open, by the names that figures have for them. */
  Map<String, Varve> byName();

  /** Whether all items are in memory now, as far as is known; see {@link Varve#isInMemory}. */
  boolean isInMemory();

  /** Syncs and closes all. Closing twice does nothing more. */
  @Override
  void close() throws IOException;
}
