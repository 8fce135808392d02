package dev.varve.tools;

/** Arguments that contradict each other or are incomplete; {@link UsageErrors} tells it. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
