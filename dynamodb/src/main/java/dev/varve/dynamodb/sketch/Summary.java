package dev.varve.dynamodb.sketch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What sketches know of the keys of some streams together. Immutable.
 *
 * <p>The bounds of a {@link SpaceSaving} hold: a key that is here weighs between {@code count -
 * error} and {@code count}, and one that is not weighs {@link #floor} at most. They go on holding
 * when summaries are merged (Agarwal and others, 2012): a key that one of two does not have may
 * weigh up to its floor there. They hold as well when only the heaviest keys are kept.
 *
 * @param counters of different keys, the heaviest first; of equal ones in the order of their keys
 * @param floor what no other key exceeds
 * @param total the weight of all keys
 */
public record Summary(List<Counter> counters, long floor, long total) {
  /** Of nothing. */
  public static final Summary EMPTY = new Summary(List.of(), 0, 0);

  private static final Comparator<Counter> HEAVIEST_FIRST =
      Comparator.comparingLong(Counter::count)
          .reversed()
          .thenComparing(Counter::key, Arrays::compareUnsigned);

  public Summary {
    counters = List.copyOf(counters);
  }

  /** A summary of counters in any order. */
  static Summary of(List<Counter> counters, long floor, long total) {
    List<Counter> sorted = new ArrayList<>(counters);
    sorted.sort(HEAVIEST_FIRST);
    return new Summary(sorted, floor, total);
  }

  /** What both know together, of all keys of both. */
  public Summary plus(Summary other) {
    if (total == 0) {
      return other;
    }
    if (other.total == 0) {
      return this;
    }
    Map<ByteBuffer, Counter> left = new HashMap<>();
    for (Counter counter : other.counters) {
      left.put(ByteBuffer.wrap(counter.key()), counter);
    }
    List<Counter> merged = new ArrayList<>(counters.size() + other.counters.size());
    for (Counter counter : counters) {
      Counter same = left.remove(ByteBuffer.wrap(counter.key()));
      merged.add(
          same == null
              ? plus(counter, other.floor)
              : new Counter(
                  counter.key(), counter.count() + same.count(), counter.error() + same.error()));
    }
    for (Counter counter : left.values()) {
      merged.add(plus(counter, floor));
    }
    return of(merged, floor + other.floor, total + other.total);
  }

  /** A counter of a key that may weigh so much more. */
  private static Counter plus(Counter counter, long unseen) {
    return new Counter(counter.key(), counter.count() + unseen, counter.error() + unseen);
  }

  /** The same with so many keys at most, the heaviest. */
  public Summary heaviest(int most) {
    return counters.size() <= most
        ? this
        : new Summary(
            counters.subList(0, most), Math.max(floor, counters.get(most).count()), total);
  }
}
