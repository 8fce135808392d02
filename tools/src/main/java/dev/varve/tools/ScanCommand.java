package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Scan;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve scan}. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Print the items of a table.",
      "One line of DynamoDB JSON each, in no meaningful order."
    })
final class ScanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private TableArgument table;
  @Mixin private FilterOption filter;
  @Mixin private ProjectionOption projection;
  @Mixin private NameOptions names;
  @Mixin private ValueOptions values;
  @Mixin private LimitOption limit;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    Scan.Builder request = Scan.of(table.nameAlone()).names(names.names()).values(values.values());
    filter.filter().ifPresent(request::filter);
    projection.projection().ifPresent(request::projection);
    Scan first = request.build();
    try (Varve varve = database.open(first.tableName())) {
      PagePrinter printer = new PagePrinter(spec.commandLine().getOut(), limit.limit());
      printer.print(start -> varve.scan(start.map(first::startingAfter).orElse(first)));
    }
    return 0;
  }
}
