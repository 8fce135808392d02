package dev.varve.identity;

import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.PutResourcePolicy;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.identity.access.Access;
import dev.varve.identity.access.Accesses;
import dev.varve.identity.cache.Recent;
import dev.varve.identity.policy.Decision;
import dev.varve.identity.policy.Facts;
import dev.varve.identity.policy.MalformedPolicyException;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.policy.Principal;
import dev.varve.identity.store.Identities;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.Role;
import dev.varve.io.Clock;
import dev.varve.protocol.AccessDeniedException;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a caller may make a request. A denial in any policy decides first. Then the
 * session's policy has to allow every access, if there is one; and so has the policy of the user or
 * the role, or that of the table. Thread-safe.
 */
final class Authorizer {
  private static final int CAPACITY = 256;

  /** What an administrator does, and to what. */
  private static final String ADMINISTER = "varve:Administer";

  private static final String SERVER = "*";

  /** What has to stay possible for a table whose policy cannot be read. */
  private static final Set<String> MENDING =
      Set.of("GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy");

  private final IdentityStore store;
  private final TableLookup tables;
  private final Clock clock;
  private final Optional<String> region;
  private final Recent<String, Policy> sessionPolicies = new Recent<>(CAPACITY);
  private final Recent<String, Policy> tablePolicies = new Recent<>(CAPACITY);

  Authorizer(IdentityStore store, Databases databases, Clock clock, Optional<String> region) {
    this.store = store;
    this.tables = new TableLookup(databases);
    this.clock = clock;
    this.region = region;
  }

  /** The policies of a caller; each may be missing. */
  private record Policies(Optional<Policy> own, Optional<Policy> session, Principal principal) {}

  /**
   * Checks that a caller may make a request.
   *
   * @param sent the request as it came
   * @throws AccessDeniedException if not
   * @throws ValidationException if the request would attach a policy that is none
   */
  void require(ApiRequest sent, Caller caller, Operation<?, ?> operation, Object request)
      throws IOException {
    Policies policies = policies(caller);
    try {
      for (Access access : Accesses.of(operation, request)) {
        require(sent, caller, policies, access);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    requireReadable(request);
  }

  /**
   * Checks that a caller may administer the server itself. His own policies have to say so, without
   * conditions: there is no table that could, and no request of the service that these are about.
   *
   * @throws AccessDeniedException if not
   */
  void requireAdministrator(Caller caller) throws IOException {
    Policies policies = policies(caller);
    if (!administers(policies.own(), policies.principal())
        || (policies.session().isPresent()
            && !administers(policies.session(), policies.principal()))) {
      throw new AccessDeniedException(
          "User: " + caller.arn() + " is not authorized to perform: " + ADMINISTER);
    }
  }

  private static boolean administers(Optional<Policy> policy, Principal principal) {
    return policy.isPresent()
        && policy.get().decide(ADMINISTER, SERVER, principal, _ -> Facts.UNKNOWN) == Decision.ALLOW;
  }

  private Policies policies(Caller caller) throws IOException {
    Identities identities = store.current();
    String role = caller.session().get(Callers.ROLE);
    if (role == null) {
      return new Policies(
          caller.user().map(identities.users()::get).flatMap(user -> user.policy()),
          Optional.empty(),
          new Principal(caller.account(), caller.arn(), null));
    }
    String text = caller.session().get(Callers.SESSION_POLICY);
    return new Policies(
        Optional.ofNullable(identities.roles().get(role)).map(Role::policy),
        Optional.ofNullable(text).map(t -> sessionPolicies.get(t, Policy::ofIdentity)),
        new Principal(
            caller.account(), caller.arn(), "arn:aws:iam::" + caller.account() + ":role/" + role));
  }

  private void require(ApiRequest sent, Caller caller, Policies policies, Access access)
      throws IOException {
    String resource = access.resource(region.orElse(caller.region()), caller.account());
    Facts facts = new AccessFacts(sent, caller, access, tables, clock);
    Judge judge = new Judge(caller, access.action(), resource, policies.principal(), facts);
    Decision own = judge.decide(policies.own());
    if (own == Decision.DENY) {
      throw judge.denied("with an explicit deny in an identity-based policy");
    }
    Decision session =
        policies.session().isPresent() ? judge.decide(policies.session()) : Decision.ALLOW;
    if (session == Decision.DENY) {
      throw judge.denied("with an explicit deny in a session policy");
    }
    Decision ofTable = judge.decide(tablePolicy(caller, access, judge));
    if (ofTable == Decision.DENY) {
      throw judge.denied("with an explicit deny in a resource-based policy");
    }
    if (session == Decision.NONE) {
      throw judge.denied("because no session policy allows the " + judge.action() + " action");
    }
    if (own != Decision.ALLOW && ofTable != Decision.ALLOW) {
      throw judge.denied(
          "because no identity-based policy allows the " + judge.action() + " action");
    }
  }

  private Optional<Policy> tablePolicy(Caller caller, Access access, Judge judge)
      throws IOException {
    Optional<String> text =
        access.table().isPresent() ? tables.policy(caller, access.table().get()) : Optional.empty();
    try {
      return text.map(t -> tablePolicies.get(t, Policy::ofResource));
    } catch (MalformedPolicyException e) {
      // Put there when nobody looked at it. It may deny this, for all that anybody knows.
      if (MENDING.contains(access.action())) {
        return Optional.empty();
      }
      throw judge.denied("because the resource-based policy cannot be read: " + e.getMessage());
    }
  }

  /** A policy that cannot be read must not get to a table, where it would refuse everything. */
  private static void requireReadable(Object request) {
    String policy =
        switch (request) {
          case PutResourcePolicy put -> put.policy();
          case CreateTable create -> create.resourcePolicy();
          default -> null;
        };
    if (policy != null) {
      try {
        Policy.ofResource(policy);
      } catch (MalformedPolicyException e) {
        ValidationException error =
            new ValidationException("Invalid policy document: " + e.getMessage());
        error.initCause(e);
        throw error;
      }
    }
  }

  /** One access, to be judged by several policies. */
  private record Judge(
      Caller caller, String name, String resource, Principal principal, Facts facts) {
    String action() {
      return "dynamodb:" + name;
    }

    Decision decide(Optional<Policy> policy) {
      return policy.isEmpty()
          ? Decision.NONE
          : policy.get().decide(action(), resource, principal, facts);
    }

    AccessDeniedException denied(String reason) {
      return new AccessDeniedException(
          "User: "
              + caller.arn()
              + " is not authorized to perform: "
              + action()
              + " on resource: "
              + resource
              + " "
              + reason);
    }
  }
}
