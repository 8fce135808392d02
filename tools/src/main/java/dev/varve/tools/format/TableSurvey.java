package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.value.Item;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Passes over all items and collects the tables that they are for. */
final class TableSurvey implements Records {
  private final Map<String, Optional<TableKey>> tables = new LinkedHashMap<>();

  /** The tables in the order of their first appearance, with the key of each as far as known. */
  Map<String, Optional<TableKey>> tables() {
    return tables;
  }

  @Override
  public boolean wants(String table) {
    tables.putIfAbsent(table, Optional.empty());
    return false;
  }

  @Override
  public void key(String table, KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {
    tables.put(table, Optional.of(new TableKey(partitionKey, sortKey)));
  }

  @Override
  public void begin(JsonParser parser) {}

  @Override
  public Item item(JsonParser parser) {
    throw new AssertionError("no table was wanted");
  }

  @Override
  public void put(Item item) {
    throw new AssertionError("no table was wanted");
  }

  @Override
  public void delete(Item key) {
    throw new AssertionError("no table was wanted");
  }

  @Override
  public void broken(String reason) {
    // Reading the items reports it.
  }
}
