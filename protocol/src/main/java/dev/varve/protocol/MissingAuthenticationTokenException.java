package dev.varve.protocol;

import dev.varve.dynamodb.error.DynamoException;

/** The request is not signed. */
public final class MissingAuthenticationTokenException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** An error with the service's message. */
  public MissingAuthenticationTokenException(String message) {
    super(message);
  }
}
