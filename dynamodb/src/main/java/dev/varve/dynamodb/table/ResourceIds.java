package dev.varve.dynamodb.table;

import java.time.Instant;
import java.util.Set;

/** The ids that stand last in the ARNs of backups, exports and imports. */
public final class ResourceIds {
  private ResourceIds() {}

  /**
   * An id: 14 digits of milliseconds and 8 hexadecimal ones, so that ids sort by time and number.
   *
   * @param number no two of one time have the same
   */
  public static String of(Instant time, int number) {
    return "%014d-%08x".formatted(time.toEpochMilli(), number);
  }

  /** The first id of a time that is not taken. */
  public static String free(Instant time, Set<String> taken) {
    int number = 1;
    while (taken.contains(of(time, number))) {
      number++;
    }
    return of(time, number);
  }
}
