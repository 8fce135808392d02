package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * How the records of a file, which are JSON objects, hold items. Stateless.
 *
 * <p>A record stands on a line of its own, or is an element of an array that is the whole file, or
 * is the whole file.
 */
interface RecordFormat {
  /**
   * Reads a record from a parser that stands at its opening brace, and leaves it at the closing
   * one.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it is no JSON
   */
  void read(JsonParser parser, Records records) throws IOException;

  /** Whether one record may hold very many items, so that it must not be taken for a line. */
  default boolean isContainer() {
    return false;
  }

  /** Whether a record may hold items of several tables. */
  default boolean hasTables() {
    return false;
  }
}
