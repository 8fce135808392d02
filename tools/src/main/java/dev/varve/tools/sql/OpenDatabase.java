package dev.varve.tools.sql;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import java.io.IOException;
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
    try {
      return Shape.of(
          varve.describeTable(DescribeTable.builder().tableName(table).build()).table());
    } catch (ResourceNotFoundException missing) {
      return Shape.NONE;
    }
  }
}
