package dev.varve.protocol;

import dev.varve.dynamodb.error.DynamoException;

/** The request names no operation. */
public final class UnknownOperationException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** An error with the service's message. */
  public UnknownOperationException(String message) {
    super(message);
  }
}
