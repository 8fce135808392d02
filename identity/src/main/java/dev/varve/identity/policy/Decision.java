package dev.varve.identity.policy;

/** What a policy says of an access. */
public enum Decision {
  /** A statement denies it, whatever others say. */
  DENY,
  /** A statement allows it, and none denies it. */
  ALLOW,
  /** No statement is about it. */
  NONE
}
