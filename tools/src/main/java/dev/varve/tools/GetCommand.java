package dev.varve.tools;

import dev.varve.dynamodb.GetItem;
import dev.varve.dynamodb.TableDescription;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve get}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Print one item as DynamoDB JSON. Exit status 1 if there is none.")
final class GetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The name of the table.")
  private String table;

  @Parameters(
      index = "1",
      paramLabel = "PARTITION-KEY",
      description = "As plain text; Base64 if its type is B.")
  private String partitionKey;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "SORT-KEY",
      description = "If the table has one.")
  private String sortKey;

  @Option(
      names = "--projection",
      paramLabel = "PATHS",
      description = "Print only these attributes, separated by commas.")
  private String projection;

  @Option(
      names = "--name",
      paramLabel = "#NAME=ATTRIBUTE",
      description = "A placeholder for an attribute's name in the projection.")
  private Map<String, String> names = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException, CommandFailedException {
    try (Varve varve = database.open()) {
      TableDescription description = varve.describeTable(table);
      Item key = KeyText.key(description, partitionKey, sortKey);
      GetItem.Builder request = GetItem.from(table).key(key).names(names);
      if (projection != null) {
        request.projection(projection);
      }
      Optional<Item> item = varve.getItem(request.build()).item();
      if (item.isEmpty()) {
        throw new CommandFailedException("no such item in " + table);
      }
      spec.commandLine().getOut().println(ItemJson.write(item.get()));
    }
    return 0;
  }
}
