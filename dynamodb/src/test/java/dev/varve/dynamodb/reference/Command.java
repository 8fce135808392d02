package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.DynamoDb;
import java.io.IOException;

/**
 * A request, and how to ask a database for it.
 *
 * @param request the structure
 */
record Command(Object request, Call call) {
  /** Asks a database. */
  interface Call {
    Object on(DynamoDb database) throws IOException;
  }
}
