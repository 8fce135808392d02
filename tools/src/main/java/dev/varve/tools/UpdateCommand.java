package dev.varve.tools;

import dev.varve.dynamodb.UpdateItem;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.Item;
import dev.varve.tools.KeyArgument.ItemKey;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve update}. */
@Command(
    name = "update",
    aliases = "update-item",
    mixinStandardHelpOptions = true,
    description = "Change one item, or create it.")
final class UpdateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private KeyArgument key;
  @Mixin private WriteOptions options;
  @Mixin private NameOptions names;
  @Mixin private ValueOptions values;

  @Option(
      names = {"--update", "--update-expression"},
      paramLabel = "EXPRESSION",
      required = true,
      description = "What to change, e.g. 'SET visits = :v' or 'ADD visits :one'.")
  private String update;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    ItemKey itemKey = key.key();
    UpdateItem.Builder request =
        UpdateItem.in(key.table())
            .names(names.names())
            .values(values.values())
            .returnValues(options.returnValues());
    options.condition().ifPresent(request::condition);
    if (options.returnItemOnFailure()) {
      request.returnItemOnFailure();
    }
    Optional<Item> returned;
    try (Varve varve = database.open(key.table())) {
      returned =
          varve.updateItem(request.update(update).key(itemKey.in(varve)).build()).attributes();
      varve.sync();
    }
    returned.map(ItemJson::write).ifPresent(spec.commandLine().getOut()::println);
    return 0;
  }
}
