package dev.varve.dynamodb.delivery;

import java.io.Serial;

/** A target did not take what it was given; the message says why. */
public final class DeliveryException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** A failure with its reason. */
  public DeliveryException(String message) {
    super(message);
  }
}
