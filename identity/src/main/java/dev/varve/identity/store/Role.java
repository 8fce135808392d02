package dev.varve.identity.store;

import dev.varve.identity.policy.Policy;

/**
 * What those may do who show an issuer's token.
 *
 * @param issuer whose tokens are trusted: its URL, as tokens have it
 * @param audience for whom a token must have been made
 * @param created in milliseconds since 1970
 */
public record Role(String name, String issuer, String audience, long created, Policy policy) {
  /** Checks the name. */
  public Role {
    User.requireName("a role", name);
  }
}
