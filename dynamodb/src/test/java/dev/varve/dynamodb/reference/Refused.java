package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.error.ValidationException;

/** The errors of the reference. */
final class Refused {
  /** Begins a message of which only the type of the error is certain. */
  static final String UNSURE = "?";

  private Refused() {}

  static ValidationException validation(String message) {
    return new ValidationException(message);
  }

  /** An error whose text the reference does not know for certain. */
  static ValidationException unsure(String message) {
    return new ValidationException(UNSURE + message);
  }

  static ValidationException values(String detail) {
    return new ValidationException("One or more parameter values were invalid: " + detail);
  }

  static ValidationException keyMismatch() {
    return new ValidationException("The provided key element does not match the schema");
  }
}
