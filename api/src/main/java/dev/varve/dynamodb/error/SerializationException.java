package dev.varve.dynamodb.error;

/**
 * The request's JSON is malformed or has a value of the wrong JSON type somewhere. The message is
 * DynamoDB's where DynamoDB has one.
 */
public final class SerializationException extends DynamoException {
  private static final long serialVersionUID = 1L;

  public SerializationException(String message) {
    super(message);
  }
}
