package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve put}. */
@Command(
    name = "put",
    aliases = "put-item",
    mixinStandardHelpOptions = true,
    description = {"Store one item.", "An item that has the same key is replaced."})
final class PutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private TableArgument table;
  @Mixin private WriteOptions options;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ITEM",
      description =
          "DynamoDB JSON, e.g. {\"id\":{\"S\":\"a\"}}; - reads standard input, file://PATH a file.")
  private String word;

  @Option(names = "--item", paramLabel = "JSON", description = "The item in place of ITEM.")
  private String option;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    PutItem request = options.addTo(PutItem.into(table.name()).item(item())).build();
    try (Varve varve = database.open(table.name())) {
      WriteOptions.run(
          varve, store -> store.putItem(request).attributes(), spec.commandLine().getOut());
    }
    return 0;
  }

  private Item item() throws IOException, CommandFailedException {
    List<String> words = table.following(word);
    if (words.isEmpty() == (option == null)) {
      throw new UsageException("give either ITEM or --item");
    }
    return option == null
        ? JsonText.item("ITEM", words.getFirst())
        : JsonText.item("--item", option);
  }
}
