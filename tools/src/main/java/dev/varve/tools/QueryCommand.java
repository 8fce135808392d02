package dev.varve.tools;

import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.Query;
import dev.varve.dynamodb.TableDescription;
import dev.varve.dynamodb.Varve;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve query}. */
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description =
        "Print the items of one partition key in the order of their sort keys, one line of DynamoDB JSON each.")
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private ExpressionOptions expressions;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The name of the table.")
  private String table;

  @Parameters(
      index = "1",
      paramLabel = "PARTITION-KEY",
      description = "As plain text; Base64 if its type is B.")
  private String partitionKey;

  @Option(
      names = "--begins-with",
      paramLabel = "TEXT",
      description = "Only sort keys that begin so.")
  private String beginsWith;

  @Option(names = "--from", paramLabel = "KEY", description = "Only this sort key and larger ones.")
  private String from;

  @Option(names = "--to", paramLabel = "KEY", description = "Only this sort key and smaller ones.")
  private String to;

  @Option(names = "--backward", description = "From the largest sort key down.")
  private boolean backward;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    if (beginsWith != null && (from != null || to != null)) {
      throw new ParameterException(
          spec.commandLine(), "--begins-with goes without --from and --to");
    }
    try (Varve varve = database.open()) {
      Query.Builder request = Query.of(table);
      addKeyCondition(request, varve.describeTable(table));
      expressions.filter().ifPresent(request::filter);
      expressions.projection().ifPresent(request::projection);
      request.names(expressions.names()).values(expressions.values());
      if (backward) {
        request.backward();
      }
      Query first = request.build();
      PagePrinter printer = new PagePrinter(spec.commandLine().getOut(), expressions.limit());
      printer.print(start -> varve.query(start.map(first::startingAfter).orElse(first)));
    }
    return 0;
  }

  /** The key attributes go in as placeholders of our own, which no attribute's name can disturb. */
  private void addKeyCondition(Query.Builder request, TableDescription description)
      throws CommandFailedException {
    StringBuilder condition = new StringBuilder("#varve_partition = :varve_partition");
    request
        .name("#varve_partition", description.partitionKey().name())
        .value(":varve_partition", KeyText.value(description.partitionKey(), partitionKey));
    if (beginsWith != null || from != null || to != null) {
      KeyAttribute sortKey =
          description
              .sortKey()
              .orElseThrow(
                  () -> new CommandFailedException("the table " + table + " has no sort key"));
      request.name("#varve_sort", sortKey.name());
      if (beginsWith != null) {
        condition.append(" AND begins_with(#varve_sort, :varve_from)");
        request.value(":varve_from", KeyText.value(sortKey, beginsWith));
      } else {
        condition.append(
            from == null
                ? " AND #varve_sort <= :varve_to"
                : to == null
                    ? " AND #varve_sort >= :varve_from"
                    : " AND #varve_sort BETWEEN :varve_from AND :varve_to");
        if (from != null) {
          request.value(":varve_from", KeyText.value(sortKey, from));
        }
        if (to != null) {
          request.value(":varve_to", KeyText.value(sortKey, to));
        }
      }
    }
    request.where(condition.toString());
  }
}
