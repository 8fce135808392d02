package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.DescribeTableResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve describe-table}. */
@Command(
    name = "describe-table",
    mixinStandardHelpOptions = true,
    description = {
      "Describe a table, in JSON.",
      "Table is what DynamoDB tells; beside it are the number of partitions, and whether the number of items is exact. The"
          + " command reads no item: a number that is not exact is an upper bound. The command count counts."
    })
final class DescribeTableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private TableArgument table;

  @Override
  public Integer call() throws IOException {
    String name = table.nameAlone();
    try (Varve varve = database.open()) {
      DescribeTableResult described =
          varve.describeTable(DescribeTable.builder().tableName(name).build());
      spec.commandLine().getOut().println(TableJson.write(described, varve.overview(name)));
    }
    return 0;
  }
}
