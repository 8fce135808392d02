package dev.varve.dynamodb.json;

import java.io.IOException;

/** A line of a file is no item. Says which line, where in it, and why. */
public final class ItemFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final String reason;

  ItemFormatException(long line, String reason, Throwable cause) {
    super("line " + line + ": " + reason, cause);
    this.line = line;
    this.reason = reason;
  }

  /** Number of the line, from 1. */
  public long line() {
    return line;
  }

  /** What is wrong with it, with the path of the attribute where there is one. */
  public String reason() {
    return reason;
  }
}
