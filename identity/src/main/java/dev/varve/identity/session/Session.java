package dev.varve.identity.session;

import java.util.Optional;

/**
 * Temporary credentials, and whose they are.
 *
 * @param keyId begins with ASIA
 * @param secret that signs requests
 * @param role whose policy holds
 * @param name of the session, which the caller chose
 * @param issuer of the token that was shown
 * @param subject of the token: a person or program, as the issuer names it
 * @param audience of the token
 * @param expires in milliseconds since 1970
 * @param policy which has to allow what the role's policy allows, if there is one
 */
public record Session(
    String keyId,
    String secret,
    String role,
    String name,
    String issuer,
    String subject,
    String audience,
    long expires,
    Optional<String> policy) {
  /** Without the secret, which must not get into logs. */
  @Override
  public String toString() {
    return "Session[" + keyId + " " + role + "/" + name + "]";
  }
}
