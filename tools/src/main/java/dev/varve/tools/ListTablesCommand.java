package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve list-tables}. */
@Command(
    name = "list-tables",
    mixinStandardHelpOptions = true,
    description = "Print the names of the tables.")
final class ListTablesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;

  @Override
  public Integer call() throws IOException {
    try (Varve varve = database.open()) {
      varve.listTables().forEach(spec.commandLine().getOut()::println);
    }
    return 0;
  }
}
