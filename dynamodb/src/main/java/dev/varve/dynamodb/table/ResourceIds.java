package dev.varve.dynamodb.table;

import java.time.Instant;
import java.util.Set;

/** The ids that stand last in the ARNs of backups, exports and imports. */
public final class ResourceIds {
  /** Odd, so that no two numbers become the same. */
  private static final int SPREAD = 0x9E3779B1;

  private ResourceIds() {}

  /**
   * An id: 14 digits of milliseconds and 8 hexadecimal ones, so that ids sort by time.
   *
   * @param number no two of one time have the same
   */
  public static String of(Instant time, int number) {
    return "%014d-%08x".formatted(time.toEpochMilli(), number * SPREAD);
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
