package dev.varve.server.admin;

/** A request that is not carried out, and changes nothing. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** A refusal with a status of HTTP and a reason for people. */
  RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The request is not as it has to be. */
  static RefusedException malformed(String message) {
    return new RefusedException(400, message);
  }

  int status() {
    return status;
  }
}
