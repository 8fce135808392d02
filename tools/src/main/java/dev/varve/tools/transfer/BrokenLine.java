package dev.varve.tools.transfer;

import java.nio.file.Path;

/**
 * A line that cannot be imported.
 *
 * @param file the file it is in
 * @param lineNumber from 1
 * @param reason what is wrong with it
 */
public record BrokenLine(Path file, long lineNumber, String reason) {
  /** File, line and reason, as compilers write them. */
  @Override
  public String toString() {
    return file + ":" + lineNumber + ": " + reason;
  }
}
