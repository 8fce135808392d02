package dev.varve.dynamodb.meter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The samples of one table, of one index, or of the database, by the minute. Safe for use by many
 * threads: they add to copies of their own, which go to the minutes that are kept when a minute is
 * over or somebody asks.
 */
final class Figures {
  private final Stripes<Live> stripes = new Stripes<>(Live::new);

  @GuardedBy("this")
  private final Minutes<Map<Integer, Distribution>> minutes;

  /** What one thread at a time adds to. */
  private static final class Live {
    private final Distribution[] samples = new Distribution[Slots.count()];
    private final BitSet used = new BitSet(Slots.count());
    private long minute;

    void add(int slot, long millionths) {
      if (samples[slot] == null) {
        samples[slot] = new Distribution();
      }
      samples[slot].add(millionths);
      used.set(slot);
    }
  }

  /**
   * Of nothing.
   *
   * @param kept how many minutes are kept
   */
  Figures(int kept) {
    this.minutes = new Minutes<>(kept, HashMap::new);
  }

  /**
   * Adds a sample.
   *
   * @param slot of its metric
   */
  void add(long minute, int slot, long millionths) {
    Stripes.Stripe<Live> stripe = stripes.take();
    try {
      Live live = stripe.state();
      if (live.minute != minute) {
        keep(live, minute);
        live.minute = minute;
      }
      live.add(slot, millionths);
    } finally {
      stripe.release();
    }
  }

  /** Moves what was added to the minutes that are kept, and forgets those that are too old. */
  private synchronized void keep(Live live, long now) {
    if (!live.used.isEmpty()) {
      Map<Integer, Distribution> minute = minutes.at(live.minute);
      live.used.stream()
          .forEach(slot -> {
            minute.computeIfAbsent(slot, _ -> new Distribution()).add(live.samples[slot]);
            live.samples[slot].clear();
          });
      live.used.clear();
    }
    minutes.forget(now);
  }

  /** Moves all that was added to the minutes that are kept, and forgets those that are too old. */
  void settle(long now) {
    stripes.forEach(live -> keep(live, now));
  }

  /** Whether there is no sample; see {@link #settle}. */
  synchronized boolean isEmpty() {
    return minutes.all().isEmpty();
  }

  /**
   * All samples of the minutes from one to another, which is not among them; see {@link #settle}.
   */
  synchronized Distribution between(int slot, long from, long to) {
    Distribution all = new Distribution();
    for (Map<Integer, Distribution> minute : minutes.between(from, to).values()) {
      Distribution part = minute.get(slot);
      if (part != null) {
        all.add(part);
      }
    }
    return all;
  }

  /** The slots that have samples; see {@link #settle}. */
  synchronized BitSet slots() {
    BitSet slots = new BitSet();
    minutes.all().values().forEach(minute -> minute.keySet().forEach(slots::set));
    return slots;
  }
}
