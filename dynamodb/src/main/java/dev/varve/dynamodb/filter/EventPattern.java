package dev.varve.dynamodb.filter;

import dev.varve.dynamodb.api.Record;

/** A pattern that records of a stream match or do not. Immutable. */
public final class EventPattern {
  private final Pattern root;

  private EventPattern(Pattern root) {
    this.root = root;
  }

  /**
   * Reads a pattern.
   *
   * @param json the pattern: an object with the members of the record that matter, each with an
   *     object of its own or a list of the values and rules of which one has to hold
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static EventPattern parse(String json) {
    return new EventPattern(PatternReader.read(json));
  }

  /** Whether a record matches: each member of the pattern does. */
  public boolean matches(Record record) {
    return root.matches(record);
  }
}
