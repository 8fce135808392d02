package dev.varve.identity.session;

/** A request for temporary credentials that is refused. */
final class StsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * A refusal.
   *
   * @param status of HTTP
   * @param code the error's name, as clients match on it
   */
  StsException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static StsException invalid(String message) {
    return new StsException(400, "ValidationError", message);
  }

  static StsException invalidToken(String message) {
    return new StsException(400, "InvalidIdentityToken", message);
  }

  static StsException denied() {
    return new StsException(
        403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
