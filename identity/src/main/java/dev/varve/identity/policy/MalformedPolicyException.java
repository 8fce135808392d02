package dev.varve.identity.policy;

/** A text that is no policy; the message tells why, for the person who wrote it. */
public final class MalformedPolicyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedPolicyException(String message) {
    super(message);
  }

  MalformedPolicyException(String message, Throwable cause) {
    super(message, cause);
  }
}
