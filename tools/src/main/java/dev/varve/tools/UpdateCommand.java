package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.tools.KeyArgument.ItemKey;
import java.io.IOException;
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

  @Option(
      names = {"--update", "--update-expression"},
      paramLabel = "EXPRESSION",
      required = true,
      description = "What to change, e.g. 'SET visits = :v' or 'ADD visits :one'.")
  private String update;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    ItemKey itemKey = key.key();
    UpdateItem.Builder request = options.addTo(UpdateItem.in(key.table()).update(update));
    try (Varve varve = database.open(key.table())) {
      WriteOptions.run(
          varve,
          store -> store.updateItem(request.key(itemKey.in(store)).build()).attributes(),
          spec.commandLine().getOut());
    }
    return 0;
  }
}
