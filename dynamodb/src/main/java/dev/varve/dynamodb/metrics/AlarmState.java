package dev.varve.dynamodb.metrics;

/** What an alarm says. */
public enum AlarmState {
  /** Too few periods breach the threshold. */
  OK,
  /** Enough periods breach the threshold. */
  ALARM,
  /** There are too few samples to say; so an alarm begins. */
  INSUFFICIENT_DATA
}
