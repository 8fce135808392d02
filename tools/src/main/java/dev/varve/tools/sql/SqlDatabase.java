package dev.varve.tools.sql;

import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a session needs of a database, wherever that is. */
public sealed interface SqlDatabase permits OpenDatabase, EndpointDatabase {
  /**
   * A page of what a statement returns.
   *
   * @param nextToken of the next page; empty for none
   */
  record Page(List<Item> items, Optional<String> nextToken) {}

  /**
   * What a table has names for.
   *
   * @param keys the attributes of its key
   */
  record Shape(List<String> keys, List<String> indexes) {
    /** That of no table. */
    static final Shape NONE = new Shape(List.of(), List.of());

    static Shape of(TableDescription table) {
      List<String> indexes = new ArrayList<>();
      table.globalSecondaryIndexes().forEach(index -> index.indexName().ifPresent(indexes::add));
      table.localSecondaryIndexes().forEach(index -> index.indexName().ifPresent(indexes::add));
      return new Shape(
          table.keySchema().stream().map(KeySchemaElement::attributeName).toList(), indexes);
    }
  }

  /**
   * Carries out a statement.
   *
   * @param nextToken which page; null for the first
   * @throws dev.varve.dynamodb.error.DynamoException if an open database refuses it
   * @throws EndpointException if an endpoint does
   */
  Page execute(String statement, String nextToken) throws IOException;

  /** The names of all tables. */
  List<String> tables() throws IOException;

  /** The names in a table; none if there is no such table. */
  Shape shape(String table) throws IOException;
}
