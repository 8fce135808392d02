package dev.varve.dynamodb.error;

import java.util.Optional;

/** The request breaks a rule: a bad value, key, expression or size. The message is DynamoDB's. */
public final class ValidationException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** What DynamoDB puts before many of its messages. */
  private static final String INVALID_VALUES = "One or more parameter values were invalid: ";

  private final ExpressionHint hint;
  private final boolean ofNumbers;

  public ValidationException(String message) {
    this(message, null);
  }

  /**
   * An error of an expression.
   *
   * @param hint the part that has to be a placeholder, or null
   */
  public ValidationException(String message, ExpressionHint hint) {
    this(message, hint, false);
  }

  private ValidationException(String message, ExpressionHint hint, boolean ofNumbers) {
    super(message);
    this.hint = hint;
    this.ofNumbers = ofNumbers;
  }

  /** The error that a number, or a set of them, is none. */
  public static ValidationException ofNumbers(String message) {
    return new ValidationException(message, null, true);
  }

  /** Whether this is about a number: of some of these the service does not tell where it is. */
  public boolean isOfNumbers() {
    return ofNumbers;
  }

  /** The part of the expression that has to be written as a placeholder, if that is the fault. */
  public Optional<ExpressionHint> hint() {
    return Optional.ofNullable(hint);
  }

  /** The error that a required member of a request is missing. */
  public static ValidationException missing(String member) {
    return detected("null", member, "Member must not be null");
  }

  /**
   * The error that a member of a request breaks a constraint.
   *
   * @param value the request's value
   * @param member the member's path in the request, e.g. {@code tableName}
   * @param constraint DynamoDB's words for the rule, from {@code Member must} on
   */
  public static ValidationException constraint(Object value, String member, String constraint) {
    return detected("'" + value + "'", member, constraint);
  }

  private static ValidationException detected(String value, String member, String constraint) {
    return new ValidationException(
        "1 validation error detected: Value "
            + value
            + " at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }

  /**
   * An error with DynamoDB's prefix {@code One or more parameter values were invalid: } before
   * {@code detail}.
   */
  public static ValidationException invalidValues(String detail) {
    return new ValidationException(INVALID_VALUES + detail);
  }

  /**
   * The message with the advice of the {@link #hint} behind it, which a stack trace shows. {@link
   * #getMessage} is the service's message and no more.
   */
  @Override
  public String getLocalizedMessage() {
    return hint == null ? getMessage() : getMessage() + " (" + hint.advice() + ")";
  }
}
