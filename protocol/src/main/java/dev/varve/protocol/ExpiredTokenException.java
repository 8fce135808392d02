package dev.varve.protocol;

import dev.varve.dynamodb.error.DynamoException;

/** The session of the caller is over. */
public final class ExpiredTokenException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** An error with the service's message. */
  public ExpiredTokenException(String message) {
    super(message);
  }
}
