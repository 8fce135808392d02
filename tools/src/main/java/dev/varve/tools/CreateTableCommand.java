package dev.varve.tools;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TableOverview;
import dev.varve.dynamodb.Varve;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code varve create-table}. */
@Command(
    name = "create-table",
    mixinStandardHelpOptions = true,
    description = {"Create a table.", "The database is created too, if there is none."})
final class CreateTableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private TableArgument table;
  @Mixin private TableOptions tableOptions;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    TableDefinition definition =
        tableOptions
            .definition(table.nameAlone(), spec.commandLine())
            .orElseThrow(() -> new ParameterException(spec.commandLine(), "give --partition-key"));
    try (Varve varve = database.openOrCreate()) {
      TableOverview created = varve.createTable(definition);
      spec.commandLine().getErr().println("created " + TableText.describe(created));
    }
    return 0;
  }
}
