package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.DescribeTableReplicaAutoScaling;
import dev.varve.dynamodb.api.DescribeTableReplicaAutoScalingResult;
import dev.varve.dynamodb.api.GlobalTableNotFoundException;
import dev.varve.dynamodb.api.ListGlobalTables;
import dev.varve.dynamodb.api.ListGlobalTablesResult;
import dev.varve.dynamodb.api.TableAutoScalingDescription;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import java.util.List;
import java.util.Optional;

/**
 * What the service answers of features that nobody has switched on, for those that this database
 * does not have: tools ask about them for every table.
 */
final class AbsentFeatures {
  private final Services services;

  AbsentFeatures(Services services) {
    this.services = services;
  }

  private Optional<Table> find(String nameOrArn) {
    return services.tables().present(TableArns.name(nameOrArn));
  }

  private Table require(String nameOrArn) {
    return find(nameOrArn).orElseThrow(() -> Refusals.noTable(TableArns.name(nameOrArn)));
  }

  DescribeTableReplicaAutoScalingResult replicaAutoScaling(
      DescribeTableReplicaAutoScaling request) {
    Table table = require(request.tableName());
    return new DescribeTableReplicaAutoScalingResult(
        Optional.of(
            TableAutoScalingDescription.builder()
                .tableName(table.name())
                .tableStatus(table.status())
                .build()));
  }

  ListGlobalTablesResult listGlobalTables(ListGlobalTables request) {
    return ListGlobalTablesResult.builder().globalTables(List.of()).build();
  }

  static DynamoException noGlobalTable(String name) {
    return new GlobalTableNotFoundException(
        "Global table not found: Global table with name: '" + name + "' does not exist.");
  }

  /** Even the service makes no more global tables of this version. */
  static DynamoException oldGlobalTables() {
    return new ValidationException(
        "DynamoDB global tables version 2017.11.29 is not supported by this database");
  }
}
