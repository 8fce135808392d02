package dev.varve.tools;

import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.Issuer;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve keys issuer}: whose tokens may be shown for temporary credentials. */
@Command(
    name = "issuer",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Issuers of JSON Web Tokens, which can be shown for temporary credentials of a role.")
final class KeysIssuerCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "put",
      mixinStandardHelpOptions = true,
      description = "Take tokens of an issuer, signed with these keys and no others.")
  int put(
      @Mixin DatabaseOption database,
      @Parameters(index = "0", paramLabel = "URL", description = "As its tokens have it in iss.")
          String url,
      @Parameters(
              index = "1",
              paramLabel = "FILE",
              description = "Its public keys, a JSON Web Key Set; - reads standard input.")
          Path file)
      throws IOException, CommandFailedException {
    Issuer issuer = Issuer.of(url, JsonText.file(file));
    try (IdentityStore store = database.identities()) {
      store.putIssuer(issuer);
      spec.commandLine().getErr().println("tokens of " + url + " are taken");
    }
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the issuers.")
  int list(@Mixin DatabaseOption database) throws IOException, CommandFailedException {
    try (IdentityStore store = database.identities()) {
      store.current().issuers().keySet().forEach(spec.commandLine().getOut()::println);
    }
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Delete an issuer whom no role trusts. Nothing is asked.")
  int delete(
      @Mixin DatabaseOption database,
      @Parameters(index = "0", paramLabel = "URL", description = "Of the issuer.") String url)
      throws IOException, CommandFailedException {
    try (IdentityStore store = database.identities()) {
      store.deleteIssuer(url);
      spec.commandLine().getErr().println("deleted " + url);
    }
    return 0;
  }
}
