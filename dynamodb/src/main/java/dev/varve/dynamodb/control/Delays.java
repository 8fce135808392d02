package dev.varve.dynamodb.control;

import java.time.Duration;

/**
 * How long tables are shown in the states that they go through, by the database's clock. The work
 * itself is done before the call that asks for it returns. None is negative.
 *
 * @param creating from CreateTable on; a table that is being created has no items for anybody
 * @param updating from UpdateTable on
 * @param deleting from DeleteTable on; the items are gone at once
 */
public record Delays(Duration creating, Duration updating, Duration deleting) {
  /** The answer of the call shows the state, and nothing after it. */
  public static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public Delays {
    if (creating.isNegative() || updating.isNegative() || deleting.isNegative()) {
      throw new IllegalArgumentException("a negative delay");
    }
  }
}
