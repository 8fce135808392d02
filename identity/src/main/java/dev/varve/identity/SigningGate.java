package dev.varve.identity;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.identity.session.Session;
import dev.varve.identity.session.SessionTokens;
import dev.varve.identity.signature.Authorization;
import dev.varve.identity.signature.Credential;
import dev.varve.identity.signature.Signatures;
import dev.varve.identity.store.AccessKey;
import dev.varve.identity.store.Identities;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.MasterKey;
import dev.varve.io.Clock;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Databases;
import dev.varve.protocol.ExpiredTokenException;
import dev.varve.protocol.Gate;
import dev.varve.protocol.UnrecognizedClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Wants every request to be signed with a key that is there, and to be allowed by policies: that of
 * the user or the role, or that of the table. Thread-safe.
 */
public final class SigningGate implements Gate {
  /** The service ends this with a full stop where it does not know the key, and only there. */
  private static final String INVALID = "The security token included in the request is invalid";

  private final IdentityStore store;
  private final Clock clock;
  private final Signatures signatures;
  private final SessionTokens sessions = new SessionTokens();
  private final Callers callers;
  private final Authorizer authorizer;

  /**
   * A gate for the users and roles of a store.
   *
   * @param databases where the policies and keys of tables are looked up
   * @param account to which all of them belong, twelve digits
   * @param region what stands in the ARNs that policies are about, whatever a request is signed
   *     for: the databases' own where all regions have the same; empty for what it is signed for
   */
  public SigningGate(
      IdentityStore store,
      Databases databases,
      Clock clock,
      String account,
      Optional<String> region) {
    this.store = store;
    this.clock = clock;
    this.signatures = new Signatures(clock);
    this.callers = new Callers(account);
    this.authorizer = new Authorizer(store, databases, clock, region);
  }

  @Override
  public Caller identify(ApiRequest request) throws IOException {
    Authorization authorization = Authorization.of(request);
    Credential credential = signatures.check(authorization);
    Identities identities = store.current();
    AccessKey key = identities.keys().get(credential.keyId());
    try {
      if (key != null && key.active() && identities.users().containsKey(key.user())) {
        return user(request, authorization, credential, key);
      }
      if (key == null && authorization.securityToken() != null) {
        return session(request, authorization, credential, identities);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    throw new UnrecognizedClientException(INVALID + ".");
  }

  private Caller user(
      ApiRequest request, Authorization authorization, Credential credential, AccessKey key) {
    signatures.verify(request, authorization, credential, () -> secret(key));
    if (authorization.securityToken() != null) {
      throw new UnrecognizedClientException(INVALID);
    }
    store.used(key);
    return callers.ofUser(key, credential.region());
  }

  private String secret(AccessKey key) {
    try {
      return store.secret(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Caller session(
      ApiRequest request, Authorization authorization, Credential credential, Identities identities)
      throws IOException {
    Optional<MasterKey> master = store.sealing();
    // Only with its token is the key of a session a key at all.
    Session session =
        master
            .flatMap(key -> sessions.open(authorization.securityToken(), credential.keyId(), key))
            .orElseThrow(() -> new UnrecognizedClientException(INVALID));
    signatures.verify(request, authorization, credential, session::secret);
    if (!identities.roles().containsKey(session.role())) {
      throw new UnrecognizedClientException(INVALID);
    }
    if (session.expires() <= clock.epochMillis()) {
      throw new ExpiredTokenException("The security token included in the request is expired");
    }
    return callers.ofSession(session, credential.region());
  }

  /**
   * Checks that a request, which is none of the service's, is signed by somebody who may administer
   * the server: whose policy allows {@code varve:Administer} on everything, as that of the
   * administrator does, who may do all.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if not
   */
  public void requireAdministrator(ApiRequest request) throws IOException {
    authorizer.requireAdministrator(identify(request));
  }

  @Override
  public void admit(ApiRequest sent, Caller caller, Operation<?, ?> operation, Object request)
      throws IOException {
    authorizer.require(sent, caller, operation, request);
  }
}
