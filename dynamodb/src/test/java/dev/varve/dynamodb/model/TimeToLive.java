package dev.varve.dynamodb.model;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DescribeTimeToLive;
import dev.varve.dynamodb.api.TimeToLiveDescription;
import dev.varve.dynamodb.api.TimeToLiveSpecification;
import dev.varve.dynamodb.api.TimeToLiveStatus;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import java.io.IOException;

/** Times to live of a table, in few words. */
public final class TimeToLive {
  private TimeToLive() {}

  /** Enables, and waits until the items that the table has are in the expiry index. */
  public static void enable(Varve varve, String table, String attribute) throws IOException {
    update(varve, table, attribute, true);
    await(varve, table);
  }

  public static void disable(Varve varve, String table, String attribute) throws IOException {
    update(varve, table, attribute, false);
  }

  public static void update(Varve varve, String table, String attribute, boolean enabled)
      throws IOException {
    varve.updateTimeToLive(
        new UpdateTimeToLive(table, new TimeToLiveSpecification(enabled, attribute)));
  }

  public static TimeToLiveDescription describe(Varve varve, String table) throws IOException {
    return varve
        .describeTimeToLive(new DescribeTimeToLive(table))
        .timeToLiveDescription()
        .orElseThrow();
  }

  public static TimeToLiveStatus status(Varve varve, String table) throws IOException {
    return describe(varve, table).timeToLiveStatus().orElseThrow();
  }

  /** Waits until it is enabled. */
  public static void await(Varve varve, String table) throws IOException {
    long end = System.nanoTime() + 300_000_000_000L;
    while (status(varve, table) != TimeToLiveStatus.ENABLED) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the expiry index is not built");
      }
      Thread.onSpinWait();
    }
  }
}
