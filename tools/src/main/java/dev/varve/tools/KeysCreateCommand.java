package dev.varve.tools;

import dev.varve.identity.policy.Policy;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.NewKey;
import dev.varve.identity.store.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve keys create}. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = {
      "Make an access key, and its user if there is none of that name.",
      "The secret is shown this once. A user has two active keys at most."
    })
final class KeysCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "USER",
      defaultValue = User.ADMINISTRATOR,
      description = "Whose key it is; without it, admin's.")
  private String user;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Also write the key to a new file, as aws configure import reads it.")
  private Path csv;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Give the user this policy; - reads standard input.")
  private Path policy;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    Optional<Policy> given =
        policy == null ? Optional.empty() : Optional.of(KeysPolicyCommand.read(policy));
    try (IdentityStore store = database.identitiesOrCreate()) {
      NewKey key =
          csv == null
              ? store.createKey(user)
              : CredentialsCsv.write(csv, () -> store.createKey(user));
      if (given.isPresent()) {
        store.setPolicy(user, given);
      }
      print(key, store.current().users().get(user).policy().isPresent());
    }
    return 0;
  }

  private void print(NewKey key, boolean hasPolicy) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Access key ID:     " + key.id());
    out.println("Secret access key: " + key.secret());
    out.println();
    out.println("For ~/.aws/credentials; then: aws --profile varve dynamodb list-tables ...");
    out.println();
    out.println("[varve]");
    out.println("aws_access_key_id = " + key.id());
    out.println("aws_secret_access_key = " + key.secret());
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    err.println("made an access key of " + user + "; its secret is not shown again");
    if (csv != null) {
      err.println("written to " + csv + " too");
    }
    if (!hasPolicy) {
      err.println(user + " may do nothing yet: varve keys policy " + user + " FILE");
    }
  }
}
