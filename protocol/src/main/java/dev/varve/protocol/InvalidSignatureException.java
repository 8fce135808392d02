package dev.varve.protocol;

import dev.varve.dynamodb.error.DynamoException;

/** The signature is wrong, or not of this time and place. */
public final class InvalidSignatureException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** An error with the service's message. */
  public InvalidSignatureException(String message) {
    super(message);
  }
}
