package dev.varve.protocol;

/** A request's body has more bytes than the service takes. It is answered with status 413. */
final class BodyTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException() {
    super("more than " + Protocol.MAX_BODY_BYTES + " bytes");
  }
}
