package dev.varve.sstable;

import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

/** Sorted sets of entries, made from a seed. */
final class Entries {
  /** What keys and values look like. */
  enum Shape {
    /** One to four bytes of three values: many prefixes of each other, zero and 0xff bytes. */
    TINY_KEYS,
    /** Random bytes, like hashes. */
    RANDOM_KEYS,
    /** Long common prefixes that change seldom. */
    SHARED_PREFIXES,
    /** Few user keys with many versions each. */
    MANY_VERSIONS,
    /** Keys of up to the longest length. */
    LONG_KEYS,
    /** Values of up to 100,000 bytes. */
    LARGE_VALUES,
    /** Short entries of one length: blocks of one length too. */
    EQUAL_LENGTHS,
    /** Text that compresses well. */
    TEXT
  }

  private Entries() {}

  static NavigableSet<Entry> random(long seed, Shape shape, int count) {
    Random random = new Random(seed);
    NavigableSet<Entry> entries = new TreeSet<>(Entry.ORDER);
    int wanted =
        switch (shape) {
          case LONG_KEYS -> Math.min(count, 12);
          case LARGE_VALUES -> Math.min(count, 30);
          default -> count;
        };
    while (entries.size() < wanted) {
      byte[] key = key(random, shape);
      int versions = shape == Shape.MANY_VERSIONS ? 1 + random.nextInt(60) : 1 + random.nextInt(2);
      for (int version = 0; version < versions; version++) {
        // TINY_KEYS has only 120 keys, so that sequence numbers keep the set growing.
        long sequence = random.nextLong() >>> (8 + random.nextInt(48));
        boolean put = random.nextInt(5) != 0;
        entries.add(
            new Entry(
                key,
                sequence,
                put ? EntryKind.PUT : EntryKind.DELETE,
                put ? value(random, shape) : new byte[0]));
      }
    }
    return entries;
  }

  /** A key that may or may not be among those of the same shape. */
  static byte[] key(Random random, Shape shape) {
    return switch (shape) {
      case TINY_KEYS -> {
        byte[] alphabet = {0, 1, (byte) 0xff};
        byte[] key = new byte[1 + random.nextInt(4)];
        for (int at = 0; at < key.length; at++) {
          key[at] = alphabet[random.nextInt(3)];
        }
        yield key;
      }
      case RANDOM_KEYS, LARGE_VALUES -> bytes(random, 1 + random.nextInt(24));
      case SHARED_PREFIXES ->
          Entry.utf8(
              "a rather long common prefix/%d/another one/%04d"
                  .formatted(random.nextInt(3), random.nextInt(2000)));
      case MANY_VERSIONS -> Entry.utf8("key" + random.nextInt(9));
      case EQUAL_LENGTHS -> bytes(random, 12);
      case LONG_KEYS -> {
        byte[] key = new byte[random.nextInt(3) == 0 ? 65_535 : 1 + random.nextInt(65_535)];
        key[random.nextInt(key.length)] = (byte) random.nextInt(3);
        key[key.length - 1] = (byte) random.nextInt(3);
        yield key;
      }
      case TEXT -> Entry.utf8("user%012d".formatted(random.nextInt(5000)));
    };
  }

  private static byte[] value(Random random, Shape shape) {
    return switch (shape) {
      case LARGE_VALUES -> bytes(random, random.nextInt(100_000));
      case EQUAL_LENGTHS -> bytes(random, 9);
      case TEXT -> Entry.utf8("a value that says it again and again, ".repeat(random.nextInt(8)));
      default -> bytes(random, random.nextInt(60));
    };
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
