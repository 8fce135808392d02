package dev.varve.dynamodb.trigger;

/** Where a new trigger begins in the stream of its table. */
public enum StartingPosition {
  /** With the oldest record that the stream still has. */
  TRIM_HORIZON,
  /** Behind the newest record that there is when the trigger is made. */
  LATEST
}
