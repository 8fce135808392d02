package dev.varve.identity.store;

/**
 * An access key that was just made: the only time that anybody sees its secret.
 *
 * @param secret 40 characters
 */
public record NewKey(String id, String secret, String user) {
  /** Without the secret, which must not get into logs. */
  @Override
  public String toString() {
    return "NewKey[" + id + " of " + user + "]";
  }
}
