package dev.varve.server.http;

/**
 * A request that is not read to its end, since it is no HTTP or exceeds a limit. The connection
 * ends with the answer: where the next request would begin is not known.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal.
   *
   * @param reason for the reader of the answer
   */
  RefusedException(int status, String reason) {
    // Without a stack trace: it would cost more than all else that a bad request costs.
    super(reason, null, false, false);
    this.status = status;
  }

  /** A refusal of what is no HTTP. */
  static RefusedException malformed(String reason) {
    return new RefusedException(400, reason);
  }

  /** A refusal of a body with more bytes than the service takes. */
  static RefusedException tooLarge() {
    return new RefusedException(413, "the body is too large");
  }

  /** The status of the answer. */
  int status() {
    return status;
  }
}
