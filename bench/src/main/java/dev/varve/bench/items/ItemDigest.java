package dev.varve.bench.items;

import dev.varve.bench.random.Mix;
import java.util.Map;

/**
 * A digest of 64 bits of an item's attributes, in any order: equal items have equal digests, and
 * different ones have different digests but once in 2^64. Costs no copy of the item: answers can be
 * compared in full with what is right without building the latter.
 */
public final class ItemDigest {
  private ItemDigest() {}

  /** Of a whole item; the sum of its attributes' digests. */
  public static long of(Map<String, ?> item) {
    long digest = 0;
    for (Map.Entry<String, ?> attribute : item.entrySet()) {
      digest += of(attribute.getKey(), attribute.getValue());
    }
    return digest;
  }

  /** Of one attribute. */
  public static long of(String name, Object value) {
    return Mix.mix(((long) name.hashCode() << Integer.SIZE) ^ (value.hashCode() & 0xFFFF_FFFFL));
  }
}
