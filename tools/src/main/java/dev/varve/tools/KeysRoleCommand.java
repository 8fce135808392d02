package dev.varve.tools;

import dev.varve.identity.policy.Policy;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve keys role}: what those may do who show a token. */
@Command(
    name = "role",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Roles, for temporary credentials (AssumeRoleWithWebIdentity).",
      "A role's ARN is arn:aws:iam::000000000000:role/NAME, with the server's account."
    })
final class KeysRoleCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "put",
      mixinStandardHelpOptions = true,
      description = "Make a role, or change it: whose tokens it takes, and what it allows.")
  int put(
      @Mixin DatabaseOption database,
      @Parameters(index = "0", paramLabel = "NAME", description = "The name of the role.")
          String name,
      @Option(
              names = "--issuer",
              paramLabel = "URL",
              required = true,
              description = "Of tokens that are trusted; see varve keys issuer.")
          String issuer,
      @Option(
              names = "--audience",
              paramLabel = "TEXT",
              required = true,
              description = "For whom tokens must be made: in their aud.")
          String audience,
      @Option(
              names = "--policy",
              paramLabel = "FILE",
              required = true,
              description =
                  "What sessions may do; - reads standard input. $${issuer:sub} is the token's subject.")
          Path policy)
      throws IOException, CommandFailedException {
    Policy allowed = KeysPolicyCommand.read(policy);
    try (IdentityStore store = database.identities()) {
      store.putRole(name, issuer, audience, allowed);
      spec.commandLine().getErr().println("role " + name + " for tokens of " + issuer);
    }
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the roles.")
  int list(@Mixin DatabaseOption database) throws IOException, CommandFailedException {
    TextColumns columns = new TextColumns().row(List.of("role", "issuer", "audience"));
    try (IdentityStore store = database.identities()) {
      for (Role role : store.current().roles().values()) {
        columns.row(List.of(role.name(), role.issuer(), role.audience()));
      }
    }
    columns.print(spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Delete a role; its sessions end. Nothing is asked.")
  int delete(
      @Mixin DatabaseOption database,
      @Parameters(index = "0", paramLabel = "NAME", description = "The name of the role.")
          String name)
      throws IOException, CommandFailedException {
    try (IdentityStore store = database.identities()) {
      store.deleteRole(name);
      spec.commandLine().getErr().println("deleted " + name);
    }
    return 0;
  }
}
