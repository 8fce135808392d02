package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.GetItem;
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

/** {@code varve get}. */
@Command(
    name = "get",
    aliases = "get-item",
    mixinStandardHelpOptions = true,
    description = {
      "Print one item.",
      "It is one line of DynamoDB JSON. The exit status is 1 if there is none."
    })
final class GetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private KeyArgument key;
  @Mixin private ProjectionOption projection;
  @Mixin private NameOptions names;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    ItemKey itemKey = key.key();
    GetItem.Builder request = GetItem.from(key.table()).names(names.names());
    projection.projection().ifPresent(request::projection);
    try (Varve varve = database.open(key.table())) {
      Optional<Item> item = varve.getItem(request.key(itemKey.in(varve)).build()).item();
      if (item.isEmpty()) {
        throw new CommandFailedException("no such item in " + key.table());
      }
      spec.commandLine().getOut().println(ItemJson.write(item.get()));
    }
    return 0;
  }
}
