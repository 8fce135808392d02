package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.error.ValidationException;

/** Members of requests whose features this database does not have. */
public final class Unsupported {
  private Unsupported() {}

  /**
   * Checks that a request does not ask for a feature that is not there.
   *
   * @param member the member that asks, in the service's name
   * @param value null if it is absent
   * @throws ValidationException if it is present; the message names the member
   */
  public static void requireAbsent(String member, Object value) {
    if (value != null) {
      throw of(member);
    }
  }

  /** The error of a member that is not supported. */
  public static ValidationException of(String member) {
    return ValidationException.invalidValues(member + " is not supported by this database");
  }
}
