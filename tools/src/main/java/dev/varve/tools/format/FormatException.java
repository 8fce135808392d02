package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.json.ItemJson;
import java.io.IOException;

/** A file that cannot be read, or not any further. The message does not name it. */
public final class FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A file that cannot be read. */
  public FormatException(String reason) {
    super(reason);
  }

  /** A file that cannot be read any further. */
  public FormatException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** What a reader says of the rest of a file. */
  static FormatException unreadable(IOException failed) {
    return failed instanceof FormatException told
        ? told
        : new FormatException(failed.getMessage(), failed);
  }

  /** A document that is no JSON from some place on. */
  static FormatException malformed(JsonProcessingException error) {
    return new FormatException("line " + error.getLocation().getLineNr() + ": " + describe(error));
  }

  /** What is wrong with a line or document that is no JSON. */
  static String describe(JsonProcessingException error) {
    String reason = ItemJson.malformed(error).getMessage();
    if (reason.contains("UTF-8")) {
      return reason
          + "; the text looks like Latin-1: convert it, for example with iconv -f WINDOWS-1252 -t UTF-8";
    }
    return reason;
  }

  /** What stands where something else should. */
  static String found(JsonToken token) {
    return ", found "
        + switch (token) {
          case START_OBJECT, END_OBJECT -> "an object";
          case START_ARRAY, END_ARRAY -> "an array";
          case VALUE_STRING -> "a string";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          case VALUE_NULL -> "null";
          case FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> token.toString();
        };
  }
}
