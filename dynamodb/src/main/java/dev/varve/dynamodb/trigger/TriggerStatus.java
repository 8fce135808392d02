package dev.varve.dynamodb.trigger;

import java.util.Optional;

/**
 * How a trigger is. The numbers are those since the database was opened.
 *
 * @param trigger what it is to do
 * @param state what it does
 * @param delivered how many records were delivered
 * @param filtered how many records matched no filter
 * @param failures how often a batch failed
 * @param deadLetters how many records were given up
 * @param lastProblem what went wrong last; empty if nothing did
 */
public record TriggerStatus(
    Trigger trigger,
    State state,
    long delivered,
    long filtered,
    long failures,
    long deadLetters,
    Optional<String> lastProblem) {

  /** What a trigger does. */
  public enum State {
    /** It delivers what comes. */
    ENABLED,
    /** It is to deliver nothing for now. */
    DISABLED,
    /** It has no function yet. */
    WAITING_FOR_FUNCTION,
    /** Its table is deleted, and all records of it are delivered or too old. */
    ENDED
  }
}
