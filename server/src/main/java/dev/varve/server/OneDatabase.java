package dev.varve.server;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.protocol.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One database for all callers, whatever they sign for. */
public final class OneDatabase implements DatabaseSet {
  private final Varve database;
  private final boolean readsNeverWait;

  /**
   * Takes a database.
   *
   * @param database closed with this
   * @param readsNeverWait whether it acknowledges writes without waiting for storage, so that reads
   *     do not have to wait for them either
   */
  public OneDatabase(Varve database, boolean readsNeverWait) {
    this.database = database;
    this.readsNeverWait = readsNeverWait;
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
    return Map.of("default", database);
  }

  @Override
  public boolean readsNeverWait() {
    return readsNeverWait;
  }

  @Override
  public void close() throws IOException {
    database.close(); // which syncs
  }
}
