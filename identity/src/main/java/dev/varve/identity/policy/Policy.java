package dev.varve.identity.policy;

import java.util.List;
import java.util.Objects;

/** A policy, read once. Equal to another with the same text and kind. */
public final class Policy {
  private static final String EVERYTHING =
      """
      {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
      }
      """;

  private final String text;
  private final boolean ofResource;
  private final List<Statement> statements;

  private Policy(String text, boolean ofResource, List<Statement> statements) {
    this.text = text;
    this.ofResource = ofResource;
    this.statements = List.copyOf(statements);
  }

  /**
   * Reads the policy of a user, a role or a session.
   *
   * @throws MalformedPolicyException if it is none
   */
  public static Policy ofIdentity(String text) {
    return new Policy(text, false, new PolicyReader(false).read(text));
  }

  /**
   * Reads the policy of a resource, whose statements name principals.
   *
   * @throws MalformedPolicyException if it is none
   */
  public static Policy ofResource(String text) {
    return new Policy(text, true, new PolicyReader(true).read(text));
  }

  /** The policy that allows everything. */
  public static Policy everything() {
    return ofIdentity(EVERYTHING);
  }

  /** The policy as it was written. */
  public String text() {
    return text;
  }

  /**
   * What this says of an access.
   *
   * @param action such as {@code dynamodb:GetItem}
   * @param resource its ARN
   * @param principal who wants it
   */
  public Decision decide(String action, String resource, Principal principal, Facts facts) {
    Decision decision = Decision.NONE;
    for (Statement statement : statements) {
      // Conditions are only looked at where they can change what was found.
      boolean decides = !statement.allows() || decision == Decision.NONE;
      if (decides && statement.isAbout(action, resource, principal, facts)) {
        if (!statement.allows()) {
          return Decision.DENY;
        }
        decision = Decision.ALLOW;
      }
    }
    return decision;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policy that && text.equals(that.text) && ofResource == that.ofResource;
  }

  @Override
  public int hashCode() {
    return Objects.hash(text, ofResource);
  }

  @Override
  public String toString() {
    return text;
  }
}
