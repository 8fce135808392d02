package dev.varve.dynamodb.error;

/** An operation was refused for a reason that DynamoDB has a name for. Nothing was written. */
public abstract sealed class DynamoException extends RuntimeException
    permits ConditionalCheckFailedException,
        ResourceInUseException,
        ResourceNotFoundException,
        SerializationException,
        ValidationException {
  private static final long serialVersionUID = 1L;

  DynamoException(String message) {
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
