package dev.varve.protocol;

import dev.varve.dynamodb.error.DynamoException;

/** A part of the signature is missing, or is not what it should be. */
public final class IncompleteSignatureException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /** An error with the service's message. */
  public IncompleteSignatureException(String message) {
    super(message);
  }
}
