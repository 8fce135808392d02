package dev.varve.dynamodb.cases;

/**
 * A request and what is expected of it.
 *
 * @param line where it stands in its file
 * @param operation the operation's name, or {@code restart}
 * @param request its JSON, with abbreviations that are not yet written out
 * @param expected what it answers
 */
record Step(int line, String operation, String request, Expected expected) {
  /** What a request is expected to answer. */
  sealed interface Expected {}

  /** Any answer, but no error. */
  record Success() implements Expected {}

  /**
   * An answer.
   *
   * @param json empty for an operation that answers with nothing
   * @param whole whether the answer has these members and no others
   */
  record Answer(String json, boolean whole) implements Expected {}

  /**
   * An error.
   *
   * @param type its name
   * @param message its text, which may have {@code ***} for any text
   * @param details the members beside the message, as JSON
   */
  record Refusal(String type, String message, String details) implements Expected {}
}
