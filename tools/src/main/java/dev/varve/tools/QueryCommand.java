package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Query;
import dev.varve.tools.KeyConditionOptions.KeyCondition;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = {
      "Print the items of one partition key.",
      "One line of DynamoDB JSON each, in the order of their sort keys."
    })
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private KeyConditionOptions keyCondition;
  @Mixin private FilterOption filter;
  @Mixin private ProjectionOption projection;
  @Mixin private NameOptions names;
  @Mixin private ValueOptions values;
  @Mixin private LimitOption limit;

  @Option(
      names = {"--backward", "--no-scan-index-forward"},
      description = "From the largest sort key down.")
  private boolean backward;

  @Option(
      names = "--scan-index-forward",
      description = "From the smallest sort key up, as without it.")
  private boolean forward;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    KeyCondition condition =
        keyCondition.condition().orElseThrow(() -> new UsageException("give the PARTITION-KEY"));
    if (backward && forward) {
      throw new UsageException("--scan-index-forward goes without --backward");
    }
    QueryRequest request = new QueryRequest(keyCondition.table(), condition, filter, names, values);
    try (Varve varve = database.open(keyCondition.table())) {
      Query.Builder builder = request.in(varve, projection.projection());
      if (backward) {
        builder.backward();
      }
      Query first = builder.build();
      PagePrinter printer = new PagePrinter(spec.commandLine().getOut(), limit.limit());
      printer.print(start -> varve.query(start.map(first::startingAfter).orElse(first)));
    }
    return 0;
  }
}
