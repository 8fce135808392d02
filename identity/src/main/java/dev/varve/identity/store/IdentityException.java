package dev.varve.identity.store;

/**
 * A change of users, keys, roles or issuers that cannot be made; the message tells a person why.
 */
public final class IdentityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IdentityException(String message) {
    super(message);
  }

  IdentityException(String message, Throwable cause) {
    super(message, cause);
  }
}
