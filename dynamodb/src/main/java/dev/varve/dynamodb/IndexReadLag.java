package dev.varve.dynamodb;

import java.time.Duration;

/**
 * How far reads of indexes lag behind the table, unless they are strongly consistent, so that
 * programs can be tested against a service whose indexes follow their tables. Each read lags by a
 * time of its own.
 *
 * @param longest the longest time, from 1 ms on; all from none to this are equally probable
 * @param seed where the times come from
 */
public record IndexReadLag(Duration longest, long seed) {
  public IndexReadLag {
    if (longest.toMillis() < 1) {
      throw new IllegalArgumentException("a lag of less than 1 ms: " + longest);
    }
  }
}
