package dev.varve.tools.format;

/**
 * A place in a file.
 *
 * @param line from 1; 0 for the file as a whole
 * @param item which of the items of the file, from 1; 0 where the line tells
 */
public record Position(long line, long item) {
  /** The whole file. */
  public static final Position FILE = new Position(0, 0);

  /** File, line, item and reason, as compilers write them. */
  public String describe(String file, String reason) {
    return file
        + (line == 0 ? "" : ":" + line)
        + (item == 0 ? "" : ": item " + item)
        + ": "
        + reason;
  }
}
