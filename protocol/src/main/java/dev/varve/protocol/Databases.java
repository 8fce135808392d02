package dev.varve.protocol;

import dev.varve.dynamodb.api.DynamoDb;
import java.io.IOException;

/** The database that a caller works with. For any number of threads. */
@FunctionalInterface
public interface Databases {
  /** The caller's database. */
  DynamoDb of(Caller caller) throws IOException;
}
