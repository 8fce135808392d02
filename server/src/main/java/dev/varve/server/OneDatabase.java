package dev.varve.server;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.protocol.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One database for all callers, whatever they sign for. */
public final class OneDatabase implements DatabaseSet {
  /** The name that figures have for it. */
  static final String NAME = "default";

  private final Varve database;

  /**
   * Takes a database.
   *
   * @param database closed with this
   */
  public OneDatabase(Varve database) {
    this.database = database;
  }

  @Override
  public DynamoDb of(Caller caller) {
    return database;
  }

  @Override
  public List<Varve> open() {
    return List.of(database);
  }

  @Override
  public Map<String, Varve> byName() {
    return Map.of(NAME, database);
  }

  @Override
  public boolean isInMemory() {
    return database.isInMemory();
  }

  @Override
  public void close() throws IOException {
    database.close(); // which syncs
  }
}
