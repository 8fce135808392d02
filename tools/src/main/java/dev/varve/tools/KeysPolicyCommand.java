package dev.varve.tools;

import dev.varve.identity.policy.MalformedPolicyException;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.User;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve keys policy}. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Give a user a policy in IAM's JSON, in place of the one there is, or show it.")
final class KeysPolicyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;

  @Parameters(index = "0", paramLabel = "USER", description = "The name of the user.")
  private String user;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The policy; - reads standard input. Without it, the policy is shown.")
  private Path file;

  @Option(names = "--remove", description = "Take the policy away.")
  private boolean remove;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    if (remove && file != null) {
      throw new UsageException("give either FILE or --remove");
    }
    Optional<Policy> given = file == null ? Optional.empty() : Optional.of(read(file));
    try (IdentityStore store = database.identities()) {
      if (remove || given.isPresent()) {
        store.setPolicy(user, given);
        spec.commandLine()
            .getErr()
            .println((remove ? "removed the policy of " : "changed the policy of ") + user);
      } else {
        show(store);
      }
    }
    return 0;
  }

  private void show(IdentityStore store) throws IOException, CommandFailedException {
    User found = store.current().users().get(user);
    if (found == null) {
      throw new CommandFailedException("there is no user " + user);
    }
    spec.commandLine()
        .getOut()
        .println(
            found
                .policy()
                .map(policy -> policy.text().strip())
                .orElseThrow(() -> new CommandFailedException(user + " has no policy")));
  }

  /** Reads a policy, which must be one. */
  static Policy read(Path file) throws IOException, CommandFailedException {
    try {
      return Policy.ofIdentity(JsonText.file(file));
    } catch (MalformedPolicyException broken) {
      throw new CommandFailedException(file + " is no policy: " + broken.getMessage(), broken);
    }
  }
}
