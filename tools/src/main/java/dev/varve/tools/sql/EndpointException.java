package dev.varve.tools.sql;

import java.io.IOException;

/** An endpoint refused a request, or answered what nobody understands. */
public final class EndpointException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * An error.
   *
   * @param type the service's name of it, such as {@code ValidationException}
   */
  EndpointException(String type, String message) {
    super(message.isEmpty() ? type : type + ": " + message);
  }

  /** An error with its cause. */
  EndpointException(String type, String message, Throwable cause) {
    this(type, message);
    initCause(cause);
  }
}
