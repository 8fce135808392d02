package dev.varve.dynamodb.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hash128Test {
  @ParameterizedTest
  @CsvSource({
    "'', 00000000000000000000000000000000",
    "hello, cbd8a7b341bd9b025b1e906a48ae1d19",
    "The quick brown fox jumps over the lazy dog, e34bbc7bbc071b6c7a433ca9c49a9347"
  })
  void matchesPublishedVectors(String text, String hash) {
    assertEquals(hash, hash(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyLengthOfTailChangesTheHash() {
    byte[] bytes = new byte[40];
    String previous = "";
    for (int length = 0; length <= bytes.length; length++) {
      byte[] target = new byte[Hash128.BYTES];
      Hash128.put(bytes, 0, length, target, 0);
      String hash = HexFormat.of().formatHex(target);
      assertTrue(!hash.equals(previous), "length " + length);
      previous = hash;
    }
  }

  @Test
  void readsOnlyItsRange() {
    byte[] bytes = new byte[64];
    new Random(1).nextBytes(bytes);
    for (int length = 0; length <= 40; length++) {
      byte[] inside = new byte[Hash128.BYTES];
      Hash128.put(bytes, 7, length, inside, 0);
      assertEquals(
          HexFormat.of().formatHex(inside),
          hash(java.util.Arrays.copyOfRange(bytes, 7, 7 + length)));
    }
  }

  @Test
  void spreadsSimilarKeysEvenly() {
    int[] buckets = new int[16];
    for (int i = 0; i < 16_000; i++) {
      String hash = hash(("user#" + i).getBytes(StandardCharsets.UTF_8));
      buckets[Character.digit(hash.charAt(0), 16)]++;
    }
    for (int count : buckets) {
      assertTrue(count > 850 && count < 1150, "a bucket of " + count);
    }
  }

  private static String hash(byte[] bytes) {
    byte[] target = new byte[Hash128.BYTES];
    Hash128.put(bytes, 0, bytes.length, target, 0);
    return HexFormat.of().formatHex(target);
  }
}
