package dev.varve.tools;

import dev.varve.dynamodb.DeleteItem;
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
  @Mixin private NameOptions names;
  @Mixin private ValueOptions values;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    ItemKey itemKey = key.key();
    DeleteItem.Builder request =
        DeleteItem.from(key.table())
            .names(names.names())
            .values(values.values())
            .returnValues(options.returnValues());
    options.condition().ifPresent(request::condition);
    if (options.returnItemOnFailure()) {
      request.returnItemOnFailure();
    }
    Optional<Item> returned;
    try (Varve varve = database.open(key.table())) {
      returned = varve.deleteItem(request.key(itemKey.in(varve)).build()).attributes();
      varve.sync();
    }
    returned.map(ItemJson::write).ifPresent(spec.commandLine().getOut()::println);
    return 0;
  }
}
