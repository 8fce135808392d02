package dev.varve.server;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.NewKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** A server that wants signatures, as the command starts it, and users made before. */
final class AuthServer implements AutoCloseable {
  private final ServerCommand.Running running;

  private AuthServer(ServerCommand.Running running) {
    this.running = running;
  }

  /** Starts a server on a directory, with further options. */
  static AuthServer start(Path folder, String... options) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("-d", folder.toString(), "--port", "0", "--auth", "--durability", "buffered"));
    words.addAll(List.of(options));
    CommandLine commandLine = ServerMain.commandLine(Varve::openInMemory);
    String[] arguments = words.toArray(String[]::new);
    commandLine.setDefaultValueProvider(
        Defaults.of(commandLine.getCommandSpec(), Map.of(), arguments));
    commandLine.parseArgs(arguments);
    ServerCommand command = commandLine.getCommand();
    return new AuthServer(command.start());
  }

  /** Makes a database in a directory, and opens its users. */
  static IdentityStore users(Path folder) throws IOException {
    Varve.open(folder, VarveOptions.defaults()).close();
    return IdentityStore.open(folder);
  }

  /** Makes a user with a policy, of whose statements the quotes are single. */
  static NewKey user(IdentityStore store, String name, String statements) throws IOException {
    NewKey key = store.createKey(name);
    store.setPolicy(
        name,
        Optional.of(
            Policy.ofIdentity(
                ("{'Version':'2012-10-17','Statement':[" + statements + "]}").replace('\'', '"'))));
    return key;
  }

  VarveServer server() {
    return running.server();
  }

  int port() {
    return running.server().port();
  }

  int adminPort() {
    return running.administration().orElseThrow().endpoint().getPort();
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
