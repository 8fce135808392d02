package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.DeleteTableResult;
import dev.varve.dynamodb.api.DescribeEndpoints;
import dev.varve.dynamodb.api.DescribeEndpointsResult;
import dev.varve.dynamodb.api.DescribeLimits;
import dev.varve.dynamodb.api.DescribeLimitsResult;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.DescribeTableResult;
import dev.varve.dynamodb.api.Endpoint;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.ListTablesResult;
import dev.varve.dynamodb.control.Measures;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import java.io.IOException;
import java.util.List;

/** The operations that describe, list and delete tables, and tell of the service itself. */
final class TableOperations {
  private static final int MAX_NAMES = 100;
  private static final long ACCOUNT_MAX_UNITS = 80_000;
  private static final long TABLE_MAX_UNITS = 40_000;
  private static final long ENDPOINT_MINUTES = 1440;

  private final Services services;

  TableOperations(Services services) {
    this.services = services;
  }

  /** The table of a name or an ARN, also while it is being created or deleted. */
  private Table require(String nameOrArn) {
    String name = TableArns.name(nameOrArn);
    return services.tables().present(name).orElseThrow(() -> Refusals.noTable(name));
  }

  DescribeTableResult describe(DescribeTable request) {
    return new DescribeTableResult(services.descriptions().of(require(request.tableName())));
  }

  DeleteTableResult delete(DeleteTable request) throws IOException {
    Table table = require(request.tableName());
    Measures.Measure held = services.descriptions().measures().of(table);
    services.control().delete(table.name());
    return new DeleteTableResult(services.descriptions().ofDeleted(table, held));
  }

  ListTablesResult list(ListTables request) {
    int limit = request.limit() == null ? MAX_NAMES : request.limit();
    String start = request.exclusiveStartTableName();
    // Names are ASCII, so the order of chars is that of code points.
    List<String> names =
        services.tables().all().stream()
            .map(Table::name)
            .filter(name -> start == null || name.compareTo(start) > 0)
            .sorted()
            .limit(limit + 1L)
            .toList();
    ListTablesResult.Builder page = ListTablesResult.builder();
    return names.size() <= limit
        ? page.tableNames(names).build()
        : page.tableNames(names.subList(0, limit))
            .lastEvaluatedTableName(names.get(limit - 1))
            .build();
  }

  DescribeLimitsResult limits(DescribeLimits request) {
    return DescribeLimitsResult.builder()
        .accountMaxReadCapacityUnits(ACCOUNT_MAX_UNITS)
        .accountMaxWriteCapacityUnits(ACCOUNT_MAX_UNITS)
        .tableMaxReadCapacityUnits(TABLE_MAX_UNITS)
        .tableMaxWriteCapacityUnits(TABLE_MAX_UNITS)
        .build();
  }

  DescribeEndpointsResult endpoints(DescribeEndpoints request) {
    return DescribeEndpointsResult.builder()
        .endpoints(
            new Endpoint(
                "dynamodb." + services.descriptions().place().region() + ".amazonaws.com",
                ENDPOINT_MINUTES))
        .build();
  }
}
