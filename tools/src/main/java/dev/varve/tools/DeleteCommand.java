package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.tools.KeyArgument.ItemKey;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve delete}. */
@Command(
    name = "delete",
    aliases = "delete-item",
    mixinStandardHelpOptions = true,
    description = {"Delete one item.", "It is no error if there is none."})
final class DeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private KeyArgument key;
  @Mixin private WriteOptions options;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    ItemKey itemKey = key.key();
    DeleteItem.Builder request = options.addTo(DeleteItem.from(key.table()));
    try (Varve varve = database.open(key.table())) {
      WriteOptions.run(
          varve,
          store -> store.deleteItem(request.key(itemKey.in(store)).build()).attributes(),
          spec.commandLine().getOut());
    }
    return 0;
  }
}
