package dev.varve.tools;

import dev.varve.dynamodb.TableOverview;
import dev.varve.dynamodb.Varve;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve delete-table}. */
@Command(
    name = "delete-table",
    mixinStandardHelpOptions = true,
    description = {"Delete a table and all of its items.", "Nothing is asked."})
final class DeleteTableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private TableArgument table;

  @Override
  public Integer call() throws IOException {
    String name = table.nameAlone();
    try (Varve varve = database.open()) {
      TableOverview deleted = varve.deleteTable(name);
      spec.commandLine()
          .getErr()
          .println("deleted " + TableText.describe(deleted) + ", " + TableText.items(deleted));
    }
    return 0;
  }
}
