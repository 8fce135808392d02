package dev.varve.tools;

import dev.varve.identity.store.AccessKey;
import dev.varve.identity.store.Identities;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.User;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code varve keys list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List users and their access keys.",
      "When a key was used last is written down every ten minutes, and when the server stops."
    })
final class KeysListCommand implements Callable<Integer> {
  private static final String NONE = "-";

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    TextColumns columns =
        new TextColumns()
            .row(List.of("user", "policy", "access key", "status", "created", "last used"));
    try (IdentityStore store = database.identities()) {
      Identities identities = store.current();
      for (User user : identities.users().values()) {
        String policy = user.policy().isPresent() ? "yes" : NONE;
        List<AccessKey> keys = identities.keysOf(user.name());
        for (AccessKey key : keys) {
          columns.row(
              List.of(
                  user.name(),
                  policy,
                  key.id(),
                  key.active() ? "Active" : "Inactive",
                  time(key.created()),
                  key.lastUsed() == 0 ? "never" : time(key.lastUsed())));
        }
        if (keys.isEmpty()) {
          columns.row(List.of(user.name(), policy, NONE, NONE, time(user.created()), NONE));
        }
      }
    }
    columns.print(spec.commandLine().getOut());
    return 0;
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
