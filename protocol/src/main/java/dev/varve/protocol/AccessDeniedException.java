package dev.varve.protocol;

import dev.varve.dynamodb.error.DynamoException;

/** The caller may not do this. */
public final class AccessDeniedException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** An error with the service's message. */
  public AccessDeniedException(String message) {
    super(message);
  }
}
