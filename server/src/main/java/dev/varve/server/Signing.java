package dev.varve.server;

import dev.varve.dynamodb.VarveOptions;
import dev.varve.identity.SigningGate;
import dev.varve.identity.session.SecurityTokenService;
import dev.varve.identity.store.IdentityStore;
import dev.varve.io.Clock;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Databases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A server that wants signatures: the users and keys of its directory, and their policies. */
final class Signing implements AutoCloseable {
  private final IdentityStore store;
  private final SigningGate gate;
  private final SecurityTokenService tokens;

  private Signing(IdentityStore store, SigningGate gate, SecurityTokenService tokens) {
    this.store = store;
    this.gate = gate;
    this.tokens = tokens;
  }

  /**
   * Opens the users of a directory.
   *
   * @param options of its databases
   * @param oneRegion whether all of them have the region of the options, whatever is signed for
   */
  static Signing open(Path directory, Databases databases, VarveOptions options, boolean oneRegion)
      throws IOException {
    IdentityStore store = IdentityStore.open(directory);
    return new Signing(
        store,
        new SigningGate(
            store,
            databases,
            Clock.SYSTEM,
            options.account(),
            oneRegion ? Optional.of(options.region()) : Optional.empty()),
        new SecurityTokenService(store, Clock.SYSTEM, options.account()));
  }

  /** Lets it decide on the callers of a server. */
  void attachTo(VarveServer.Builder server) {
    server.gate(gate).forms(tokens::answer);
  }

  /**
   * Checks that a request is signed by an administrator.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if not
   */
  void requireAdministrator(ApiRequest request) throws IOException {
    gate.requireAdministrator(request);
  }

  /** Whether there is no key with which a request could be signed. */
  boolean isWithoutKeys() throws IOException {
    return store.current().keys().isEmpty();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
