package dev.varve.server;

import dev.varve.dynamodb.Varve;
import java.io.IOException;

/** Opens a database, or creates it. */
@FunctionalInterface
public interface DatabaseOpener {
  /**
   * Opens the database of an account and a region.
   *
   * @param account twelve digits
   * @param region lower-case letters, digits and dashes
   */
  Varve open(String account, String region) throws IOException;
}
