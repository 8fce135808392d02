package dev.varve.tools.transfer;

import dev.varve.tools.format.Position;

/**
 * Something in a file that cannot be imported.
 *
 * @param file the name of the file it is in
 * @param at where in it
 * @param reason what is wrong with it
 */
public record BrokenLine(String file, Position at, String reason) {
  /** File, place and reason, as compilers write them. */
  @Override
  public String toString() {
    return at.describe(file, reason);
  }
}
