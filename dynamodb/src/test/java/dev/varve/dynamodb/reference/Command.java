package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.DynamoDb;
import java.io.IOException;
import java.util.Map;

/**
 * A request, and how to ask a database for it.
 *
 * @param request the structure
 * @param trees the trees of the expressions in it, by their texts
 */
record Command(Object request, Map<String, Object> trees, Call call) implements Step {
  /** Asks a database. */
  interface Call {
    Object on(DynamoDb database) throws IOException;
  }
}
