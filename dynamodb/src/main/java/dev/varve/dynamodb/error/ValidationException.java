package dev.varve.dynamodb.error;

/** The request breaks a rule: a bad value, key, expression or size. The message is DynamoDB's. */
public final class ValidationException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** What DynamoDB puts before many of its messages. */
  private static final String INVALID_VALUES = "One or more parameter values were invalid: ";

  public ValidationException(String message) {
    super(message);
  }

  /**
   * An error with DynamoDB's prefix {@code One or more parameter values were invalid: } before
   * {@code detail}.
   */
  public static ValidationException invalidValues(String detail) {
    return new ValidationException(INVALID_VALUES + detail);
  }
}
