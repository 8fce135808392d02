package dev.varve.sstable.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.ByteWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BlockedBloomFilterTest {
  private static BlockedBloomFilter filter(long[] hashes, int bitsPerKey) {
    FilterBuilder builder = new FilterBuilder(bitsPerKey, false);
    for (long hash : hashes) {
      builder.add(hash, 0, 0);
    }
    ByteWriter out = new ByteWriter(64);
    builder.finish(out);
    assertEquals(builder.estimatedBytes(), out.length());
    return new BlockedBloomFilter(out.segment(), 0, out.length());
  }

  @Property(tries = 100)
  void whatWasAddedIsContained(
      @ForAll @Size(max = 300) long[] hashes, @ForAll @IntRange(min = 1, max = 32) int bitsPerKey) {
    BlockedBloomFilter filter = filter(hashes, bitsPerKey);
    for (long hash : hashes) {
      assertTrue(filter.mayContain(hash));
    }
  }

  /**
   * The rate of a blocked filter: lines hold a Poisson-distributed number of keys, and a line with
   * i keys lets a stranger through as a small Bloom filter of 512 bits would (Putze, Sanders,
   * Singler, section 3).
   */
  private static double expectedRate(int bitsPerKey, int probes) {
    double load = 512.0 / bitsPerKey;
    double rate = 0;
    double probability = Math.exp(-load);
    for (int keys = 0; keys < 2000; keys++) {
      rate += probability * Math.pow(1 - Math.pow(1 - 1 / 512.0, keys * (double) probes), probes);
      probability *= load / (keys + 1);
    }
    return rate;
  }

  private static double measuredRate(IntFunction<byte[]> key, int bitsPerKey) {
    int count = 100_000;
    long[] hashes = new long[count];
    Arrays.setAll(hashes, id -> KeyHash.of(key.apply(id)));
    BlockedBloomFilter filter = filter(hashes, bitsPerKey);
    int passed = 0;
    for (int id = count; id < 11 * count; id++) {
      passed += filter.mayContain(KeyHash.of(key.apply(id))) ? 1 : 0;
    }
    return passed / (10.0 * count);
  }

  @Test
  void strangersPassAsSeldomAsTheoryHasIt() {
    IntFunction<byte[]> decimal =
        id -> "user%012d".formatted(id).getBytes(StandardCharsets.US_ASCII);
    IntFunction<byte[]> counter = id -> ByteBuffer.allocate(8).putLong(id).array();
    IntFunction<byte[]> sparse =
        id -> {
          byte[] key = new byte[33];
          ByteBuffer.wrap(key).putInt(id % 2 == 0 ? 0 : 29, id);
          return key;
        };
    for (IntFunction<byte[]> key : java.util.List.of(decimal, counter, sparse)) {
      for (int bitsPerKey : new int[] {5, 10, 16}) {
        double expected = expectedRate(bitsPerKey, FilterBuilder.probeCount(bitsPerKey));
        double measured = measuredRate(key, bitsPerKey);
        assertTrue(
            measured < expected * 1.15 + 0.0003,
            bitsPerKey + " bits: " + measured + ", theory " + expected);
        assertTrue(
            measured > expected * 0.7 - 0.0003,
            bitsPerKey + " bits: " + measured + ", theory " + expected);
      }
    }
  }

  @Test
  void tenBitsPerKeyLetOneInEightyThrough() {
    assertTrue(expectedRate(10, FilterBuilder.probeCount(10)) < 1 / 80.0);
  }

  @Property(tries = 300)
  void arraysAndSegmentsHashAlike(
      @ForAll @Size(max = 100) byte[] key, @ForAll @IntRange(max = 9) int offset) {
    byte[] surrounded = new byte[key.length + 20];
    Arrays.fill(surrounded, (byte) 0x77);
    System.arraycopy(key, 0, surrounded, offset, key.length);
    assertEquals(
        KeyHash.of(key), KeyHash.of(MemorySegment.ofArray(surrounded), offset, key.length));
  }

  @Test
  void hashesDifferInEveryBitOfTheKeyAndInItsLength() {
    for (int length = 0; length <= 100; length++) {
      byte[] key = new byte[length];
      Set<Long> hashes = new HashSet<>(Set.of(KeyHash.of(key)));
      for (int bit = 0; bit < 8 * length; bit++) {
        key[bit / 8] ^= (byte) (1 << bit % 8);
        assertTrue(hashes.add(KeyHash.of(key)), length + " bytes, bit " + bit);
        key[bit / 8] = 0;
      }
      assertNotEquals(KeyHash.of(key), KeyHash.of(new byte[length + 1]));
    }
  }

  /** Each key bit turns over about half of the hash's bits, whatever else is in the key. */
  @Test
  void eachKeyBitTurnsHalfOfTheHash() {
    Random random = new Random(3);
    for (int length : new int[] {1, 3, 4, 7, 8, 15, 16, 17, 33, 100}) {
      byte[] key = new byte[length];
      for (int bit = 0; bit < 8 * length; bit += 1 + length / 8) {
        int turned = 0;
        for (int trial = 0; trial < 200; trial++) {
          random.nextBytes(key);
          long before = KeyHash.of(key);
          key[bit / 8] ^= (byte) (1 << bit % 8);
          turned += Long.bitCount(before ^ KeyHash.of(key));
        }
        assertEquals(32, turned / 200.0, 1.5, length + " bytes, bit " + bit);
      }
    }
  }

  /** The hash is part of the format: these never change. */
  @Test
  void hashesAreFixed() {
    assertEquals("8637948910430871", hex(""));
    assertEquals("a47e350c0b9593c9", hex("a"));
    assertEquals("32f0ad9ef8c86b8b", hex("abcd"));
    assertEquals("53df0c785bd400ce", hex("user000000000042"));
    assertEquals("f13657873018123", hex("a key of more than sixteen bytes"));
  }

  private static String hex(String key) {
    return Long.toHexString(KeyHash.of(key.getBytes(StandardCharsets.US_ASCII)));
  }
}
