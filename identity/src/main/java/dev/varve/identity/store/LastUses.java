package dev.varve.identity.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When keys were used, to the minute, until somebody writes it down. Thread-safe. */
final class LastUses {
  private static final long GRAIN_MILLIS = 60_000;

  private final Map<String, Long> byKey = new ConcurrentHashMap<>();
  private volatile boolean unwritten;

  /** Notes a use. Mostly one look at a map: requests of one key come by the thousand. */
  void note(String keyId, long nowMillis) {
    Long noted = byKey.get(keyId);
    if (noted == null || nowMillis - noted >= GRAIN_MILLIS) {
      byKey.put(keyId, nowMillis);
      unwritten = true;
    }
  }

  /** All that was noted, after which nothing is unwritten until there is more. */
  Map<String, Long> take() {
    unwritten = false;
    return Map.copyOf(byKey);
  }

  boolean areUnwritten() {
    return unwritten;
  }

  /** Says that what was taken did not get written. */
  void putBack() {
    unwritten = true;
  }
}
