package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a file of JSON in UTF-8, one value per line, whatever a line holds: a broken one does not
 * keep the next from being read. Blank lines are passed over. For one thread.
 */
public final class JsonLines implements AutoCloseable {
  private final TextLines lines;

  /** Reads from {@code in}, which is closed with this reader. */
  public JsonLines(InputStream in) {
    lines = new TextLines(in);
  }

  /**
   * A parser of the next line, before its first token, or null at the end of the file. The caller
   * closes it before the next call.
   *
   * @throws ItemFormatException if the line is longer than 64 MiB; the rest cannot be read then
   */
  public JsonParser next() throws IOException {
    return lines.next() ? ItemJson.parser(lines.buffer(), lines.offset(), lines.length()) : null;
  }

  /** Number of the line read last, from 1. */
  public long lineNumber() {
    return lines.lineNumber();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
