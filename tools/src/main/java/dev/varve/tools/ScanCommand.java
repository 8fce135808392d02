package dev.varve.tools;

import dev.varve.dynamodb.Scan;
import dev.varve.dynamodb.Varve;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve scan}. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description =
        "Print the items of a table, one line of DynamoDB JSON each, in no meaningful order.")
final class ScanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private ExpressionOptions expressions;

  @Parameters(paramLabel = "TABLE", description = "The name of the table.")
  private String table;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    try (Varve varve = database.open()) {
      Scan.Builder request = Scan.of(table);
      expressions.filter().ifPresent(request::filter);
      expressions.projection().ifPresent(request::projection);
      Scan first = request.names(expressions.names()).values(expressions.values()).build();
      PagePrinter printer = new PagePrinter(spec.commandLine().getOut(), expressions.limit());
      printer.print(start -> varve.scan(start.map(first::startingAfter).orElse(first)));
    }
    return 0;
  }
}
