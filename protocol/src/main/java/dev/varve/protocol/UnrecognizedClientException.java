package dev.varve.protocol;

import dev.varve.dynamodb.error.DynamoException;

/** Nobody has this access key. */
public final class UnrecognizedClientException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** An error with the service's message. */
  public UnrecognizedClientException(String message) {
    super(message);
  }
}
