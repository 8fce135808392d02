package dev.varve.dynamodb.error;

/**
 * An operation was refused for a reason that DynamoDB has a name for. Nothing was written. The
 * subclasses are in this package as far as the service's model does not list them, and in {@code
 * dev.varve.dynamodb.api}.
 */
public abstract class DynamoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with the service's message. */
  protected DynamoException(String message) {
    super(message);
  }

  /**
   * DynamoDB's name of this error, e.g. {@code ValidationException}: the class name, as clients
   * match on it.
   */
  public final String errorName() {
    return getClass().getSimpleName();
  }
}
