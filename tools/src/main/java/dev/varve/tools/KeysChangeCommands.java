package dev.varve.tools;

import dev.varve.identity.store.IdentityStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands of {@code varve keys} that change one thing that there is. */
final class KeysChangeCommands {
  private KeysChangeCommands() {}

  /** What is changed, and told afterwards. */
  private abstract static class Change implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DatabaseOption database;

    /** Makes the change, and says what was done. */
    abstract String apply(IdentityStore store) throws IOException;

    @Override
    public Integer call() throws IOException, CommandFailedException {
      try (IdentityStore store = database.identities()) {
        spec.commandLine().getErr().println(apply(store));
      }
      return 0;
    }
  }

  /** A change of an access key. */
  private abstract static class KeyChange extends Change {
    @Parameters(index = "0", paramLabel = "KEY", description = "The id of the access key.")
    private String key;

    abstract String apply(IdentityStore store, String key) throws IOException;

    @Override
    final String apply(IdentityStore store) throws IOException {
      return apply(store, key);
    }
  }

  /** {@code varve keys deactivate}. */
  @Command(
      name = "deactivate",
      mixinStandardHelpOptions = true,
      description = "Refuse requests that are signed with a key, until it is active again.")
  static final class Deactivate extends KeyChange {
    @Override
    String apply(IdentityStore store, String key) throws IOException {
      store.setActive(key, false);
      return key + " is inactive";
    }
  }

  /** {@code varve keys activate}. */
  @Command(
      name = "activate",
      mixinStandardHelpOptions = true,
      description = "Take requests that are signed with a key again.")
  static final class Activate extends KeyChange {
    @Override
    String apply(IdentityStore store, String key) throws IOException {
      store.setActive(key, true);
      return key + " is active";
    }
  }

  /** {@code varve keys delete}. */
  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Delete an access key. Nothing is asked.")
  static final class Delete extends KeyChange {
    @Override
    String apply(IdentityStore store, String key) throws IOException {
      store.deleteKey(key);
      return "deleted " + key;
    }
  }

  /** {@code varve keys delete-user}. */
  @Command(
      name = "delete-user",
      mixinStandardHelpOptions = true,
      description = "Delete a user, the policy and the keys included. Nothing is asked.")
  static final class DeleteUser extends Change {
    @Parameters(index = "0", paramLabel = "USER", description = "The name of the user.")
    private String user;

    @Override
    String apply(IdentityStore store) throws IOException {
      store.deleteUser(user);
      return "deleted " + user;
    }
  }
}
