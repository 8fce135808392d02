package dev.varve.server;

/** Options that contradict each other or are incomplete; {@link CommandErrors} tells it. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
