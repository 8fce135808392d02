package dev.varve.identity;

import dev.varve.identity.cache.Recent;
import dev.varve.identity.session.Session;
import dev.varve.identity.store.AccessKey;
import dev.varve.identity.store.Issuer;
import dev.varve.protocol.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes callers of what is known of them, with the condition keys that policies may ask for. Two
 * keys that begin with {@code varve:} tell a session's role and policy. Thread-safe.
 */
final class Callers {
  static final String ROLE = "varve:role";
  static final String SESSION_POLICY = "varve:session-policy";

  private static final int CAPACITY = 1024;

  private record Use(String keyId, String user, String region) {}

  private final String account;
  private final Recent<Use, Caller> users = new Recent<>(CAPACITY);

  Callers(String account) {
    this.account = account;
  }

  Caller ofUser(AccessKey key, String region) {
    return users.get(new Use(key.id(), key.user(), region), this::user);
  }

  private Caller user(Use use) {
    String arn = "arn:aws:iam::" + account + ":user/" + use.user();
    return new Caller(
        account,
        use.region(),
        Optional.of(use.keyId()),
        Optional.of(use.user()),
        arn,
        Map.of(
            "aws:username",
            use.user(),
            "aws:PrincipalType",
            "User",
            "aws:PrincipalArn",
            arn,
            "aws:PrincipalAccount",
            account,
            "aws:RequestedRegion",
            use.region()));
  }

  Caller ofSession(Session session, String region) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("aws:PrincipalType", "AssumedRole");
    facts.put("aws:PrincipalArn", roleArn(session.role()));
    facts.put("aws:PrincipalAccount", account);
    facts.put("aws:RequestedRegion", region);
    facts.put("aws:FederatedProvider", session.issuer());
    // Of the second factor knows the issuer alone. Keys of users do not have this, as in IAM.
    facts.put("aws:MultiFactorAuthPresent", "false");
    // By the issuer's own name, as in the service, and by a name that is the same for all issuers.
    for (String issuer : new String[] {Issuer.host(session.issuer()), "issuer"}) {
      facts.put(issuer + ":sub", session.subject());
      facts.put(issuer + ":aud", session.audience());
    }
    facts.put(ROLE, session.role());
    session.policy().ifPresent(policy -> facts.put(SESSION_POLICY, policy));
    return new Caller(
        account,
        region,
        Optional.of(session.keyId()),
        Optional.empty(),
        "arn:aws:sts::" + account + ":assumed-role/" + session.role() + "/" + session.name(),
        Map.copyOf(facts));
  }

  /** The ARN of a role. */
  String roleArn(String role) {
    return "arn:aws:iam::" + account + ":role/" + role;
  }
}
