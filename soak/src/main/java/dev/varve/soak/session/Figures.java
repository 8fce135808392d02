package dev.varve.soak.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of calls and the longest of each. Thread-safe. */
public final class Figures {
  private record Figure(AtomicLong count, AtomicLong longestNanos) {}

  private final Map<Call, Figure> figures = new EnumMap<>(Call.class);

  /** Begins with no calls. */
  public Figures() {
    for (Call call : Call.values()) {
      figures.put(call, new Figure(new AtomicLong(), new AtomicLong()));
    }
  }

  /** Takes note of a call. */
  public void took(Call call, long nanos) {
    add(call, 1, nanos);
  }

  /** Adds calls whose longest took so long. */
  public void add(Call call, long count, long nanos) {
    Figure figure = figures.get(call);
    figure.count.addAndGet(count);
    figure.longestNanos.accumulateAndGet(nanos, Math::max);
  }

  /** How many calls there were. */
  public long count(Call call) {
    return figures.get(call).count.get();
  }

  /** How long the longest took, in nanoseconds. */
  public long longest(Call call) {
    return figures.get(call).longestNanos.get();
  }
}
