package dev.varve.bench.items;

import dev.varve.bench.random.Mix;
import java.util.Map;

/**
 * A digest of an item's attributes, in any order: equal items have equal digests. An attribute
 * enters by the hash codes of its name and its value, of 32 bits each, so that the digest misses a
 * wrong value about once in 2^32, if it is wrong by chance. The digest costs no copy of the item:
 * an answer is compared with what is right without building the latter.
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
