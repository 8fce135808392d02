package dev.varve.dynamodb.transfer;

import java.io.IOException;

/** A job ends early, since the database is being closed. */
final class StoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What stands in a description as the code of this failure. */
  static final String CODE = "DatabaseClosed";

  static final String MESSAGE = "The database was closed before all was done";

  StoppedException() {
    super(MESSAGE);
  }
}
