package dev.varve.dynamodb.meter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.api.ContributorInsightsMode;
import dev.varve.dynamodb.codec.EntryKeys;
import dev.varve.dynamodb.insights.Contributor;
import dev.varve.dynamodb.insights.InsightRule;
import dev.varve.dynamodb.sketch.Counter;
import dev.varve.dynamodb.sketch.SpaceSaving;
import dev.varve.dynamodb.sketch.Summary;
import dev.varve.dynamodb.table.QueryKeys;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of one table or global index that are accessed and throttled most, by the minute. Safe
 * for use by many threads: they add to sketches of their own, as with {@link Figures}.
 *
 * <p>Weights are half units: the least that anything costs.
 */
final class KeyWatch {
  /** How many keys a sketch tells apart. */
  private static final int COUNTERS = 256;

  /** How many of them are kept of a minute that is over; an answer has no more. */
  static final int KEPT_KEYS = 100;

  private static final int HALVES = 2;

  private final QueryKeys schema;
  private final ContributorInsightsMode mode;
  private final int sortKeys;
  private final Stripes<Live> stripes = new Stripes<>(Live::new);

  @GuardedBy("this")
  private final Minutes<Map<InsightRule, Summary>> minutes;

  /** What one thread at a time adds to. */
  private static final class Live {
    private final Map<InsightRule, SpaceSaving> sketches = new EnumMap<>(InsightRule.class);
    private boolean used;
    private long minute;

    void add(InsightRule rule, byte[] key, int length, long halves) {
      SpaceSaving sketch = sketches.get(rule);
      if (sketch == null) {
        sketch = new SpaceSaving(COUNTERS);
        sketches.put(rule, sketch);
      }
      sketch.add(key, length, halves);
      used = true;
    }
  }

  /**
   * Of nothing.
   *
   * @param target the table or index
   * @param mode which rules count
   * @param kept how many minutes are kept
   */
  KeyWatch(ReadTarget target, ContributorInsightsMode mode, int kept) {
    this.schema = target.schema();
    this.mode = mode;
    this.sortKeys = schema.sortKeys().size();
    this.minutes = new Minutes<>(kept, () -> new EnumMap<>(InsightRule.class));
  }

  /** Which rules count. */
  ContributorInsightsMode mode() {
    return mode;
  }

  /**
   * Counts what was consumed.
   *
   * @param key the engine key of an item or entry
   */
  void accessed(long minute, byte[] key, double units) {
    if (mode == ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS) {
      add(
          minute,
          InsightRule.ACCESSED_PARTITION_KEYS,
          InsightRule.ACCESSED_KEYS,
          key,
          Math.round(HALVES * units));
    }
  }

  /**
   * Counts what a page consumed.
   *
   * @param key begins with the partition key
   */
  void pageAccessed(long minute, byte[] key, double units) {
    if (mode == ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS) {
      add(minute, InsightRule.ACCESSED_PARTITION_KEYS, null, key, Math.round(HALVES * units));
    }
  }

  /**
   * Counts that something was throttled.
   *
   * @param key the engine key of an item or entry
   */
  void throttled(long minute, byte[] key) {
    add(minute, InsightRule.THROTTLED_PARTITION_KEYS, InsightRule.THROTTLED_KEYS, key, HALVES);
  }

  /**
   * Counts that a page was throttled.
   *
   * @param key begins with the partition key
   */
  void pageThrottled(long minute, byte[] key) {
    add(minute, InsightRule.THROTTLED_PARTITION_KEYS, null, key, HALVES);
  }

  /** Adds for the partition key, and for the whole key where there is a rule for it. */
  private void add(
      long minute, InsightRule ofPartition, InsightRule ofKey, byte[] key, long halves) {
    if (halves <= 0) {
      return;
    }
    Stripes.Stripe<Live> stripe = stripes.take();
    try {
      Live live = stripe.state();
      if (live.minute != minute) {
        keep(live, minute);
        live.minute = minute;
      }
      live.add(ofPartition, key, EntryKeys.partitionKeyEnd(key), halves);
      if (ofKey != null && sortKeys > 0) {
        live.add(ofKey, key, schema.codec().sortKeyEnd(key, sortKeys), halves);
      }
    } finally {
      stripe.release();
    }
  }

  private synchronized void keep(Live live, long now) {
    if (live.used) {
      Map<InsightRule, Summary> minute = minutes.at(live.minute);
      live.sketches.forEach((rule, sketch) -> {
        Summary known = minute.getOrDefault(rule, Summary.EMPTY);
        minute.put(rule, known.plus(sketch.summary()).heaviest(KEPT_KEYS));
        sketch.clear();
      });
      live.used = false;
    }
    minutes.forget(now);
  }

  /**
   * The heaviest keys.
   *
   * @param from the first minute
   * @param to behind the last one
   * @param now the present one
   */
  List<Contributor> top(InsightRule rule, long from, long to, long now, int most) {
    stripes.forEach(live -> keep(live, now));
    Summary sum = Summary.EMPTY;
    synchronized (this) {
      for (Map<InsightRule, Summary> minute : minutes.between(from, to).values()) {
        sum = sum.plus(minute.getOrDefault(rule, Summary.EMPTY));
      }
    }
    return sum.heaviest(most).counters().stream()
        .map(counter -> contributor(rule, counter))
        .toList();
  }

  private Contributor contributor(InsightRule rule, Counter counter) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    schema.partitionKeys().forEach(element -> put(attributes, counter.key(), element.name()));
    if (rule.hasSortKey()) {
      schema.sortKeys().forEach(element -> put(attributes, counter.key(), element.name()));
    }
    return new Contributor(
        Item.of(attributes), (double) counter.count() / HALVES, (double) counter.error() / HALVES);
  }

  private void put(Map<String, AttributeValue> attributes, byte[] key, String name) {
    attributes.put(name, schema.codec().find(key, name));
  }
}
