package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.value.Item;
import dev.varve.tools.KeyConditionOptions.KeyCondition;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve count}. */
@Command(
    name = "count",
    mixinStandardHelpOptions = true,
    description = {
      "Print how many items a table holds.",
      "With a PARTITION-KEY or a filter, only those are counted."
    })
final class CountCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private KeyConditionOptions keyCondition;
  @Mixin private FilterOption filter;
  @Mixin private NameOptions names;
  @Mixin private ValueOptions values;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    Optional<KeyCondition> condition = keyCondition.condition();
    long count;
    if (condition.isPresent()) {
      QueryRequest request =
          new QueryRequest(keyCondition.table(), condition.get(), filter, names, values);
      try (Varve varve = database.open(keyCondition.table())) {
        Query first = request.in(varve, Optional.empty()).countOnly().build();
        count = count(start -> varve.query(start.map(first::startingAfter).orElse(first)));
      }
    } else {
      Scan.Builder request =
          Scan.of(keyCondition.table()).names(names.names()).values(values.values()).countOnly();
      filter.filter().ifPresent(request::filter);
      Scan first = request.build();
      try (Varve varve = database.open(keyCondition.table())) {
        count =
            first.filterExpression() == null
                    && first.expressionAttributeNames() == null
                    && first.expressionAttributeValues() == null
                ? varve.countItems(first.tableName())
                : count(start -> varve.scan(start.map(first::startingAfter).orElse(first)));
      }
    }
    spec.commandLine().getOut().println(count);
    return 0;
  }

  private static long count(PagePrinter.PageReader reader) throws IOException {
    long count = 0;
    Optional<Item> next = Optional.empty();
    do {
      Page page = reader.read(next);
      count += page.count();
      next = page.lastEvaluatedKey();
    } while (next.isPresent());
    return count;
  }
}
