package dev.varve.tools.sql;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.TableDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A database that this process has opened. */
public final class OpenDatabase implements SqlDatabase {
  private final Varve varve;

  /** A database, which stays the caller's. */
  public OpenDatabase(Varve varve) {
    this.varve = varve;
  }

  @Override
  public Page execute(String statement, String nextToken) throws IOException {
    ExecuteStatementResult result =
        varve.executeStatement(
            ExecuteStatement.builder().statement(statement).nextToken(nextToken).build());
    return new Page(result.items(), result.nextToken());
  }

  @Override
  public List<String> tables() {
    return varve.listTables();
  }

  @Override
  public Shape shape(String table) throws IOException {
    TableDescription description;
    try {
      description = varve.describeTable(DescribeTable.builder().tableName(table).build()).table();
    } catch (ResourceNotFoundException missing) {
      return Shape.NONE;
    }
    List<String> indexes = new ArrayList<>();
    description
        .globalSecondaryIndexes()
        .forEach(index -> index.indexName().ifPresent(indexes::add));
    description.localSecondaryIndexes().forEach(index -> index.indexName().ifPresent(indexes::add));
    return new Shape(
        description.keySchema().stream().map(KeySchemaElement::attributeName).toList(), indexes);
  }
}
