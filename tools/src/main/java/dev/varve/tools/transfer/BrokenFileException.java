package dev.varve.tools.transfer;

import dev.varve.tools.format.FormatException;
import java.io.IOException;

/** A file that cannot be read, or not to its end. */
final class BrokenFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  BrokenFileException(String file, FormatException broken) {
    super(file + ": " + broken.getMessage(), broken);
    this.reason = broken.getMessage();
  }

  /** What is wrong with it, without its name. */
  String reason() {
    return reason;
  }
}
