package dev.varve.testing;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitraries of what a store is fed with. */
public final class Generators {
  private Generators() {}

  /**
   * Keys of 1 to 80 bytes: some of few symbols, so that they repeat and are prefixes of each other;
   * some with a long common prefix; some with any bytes, with a liking for 0x00, 0x7f, 0x80 and
   * 0xff.
   */
  public static Arbitrary<byte[]> keys() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, shortKeys()), Tuple.of(3, keysSharingPrefixes()), Tuple.of(2, binaryKeys()));
  }

  /** Keys of 1 to 4 bytes over three symbols. */
  public static Arbitrary<byte[]> shortKeys() {
    return Arbitraries.bytes()
        .map(any ->
            (byte)
                switch (Math.floorMod(any, 3)) {
                  case 0 -> 0;
                  case 1 -> 'a';
                  default -> 0xff;
                })
        .array(byte[].class)
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  /** Keys that differ only behind a prefix of 0, 7, 8, 9 or 40 bytes, or are that prefix. */
  public static Arbitrary<byte[]> keysSharingPrefixes() {
    Arbitrary<Integer> prefixLength = Arbitraries.of(0, 7, 8, 9, 40);
    return Combinators.combine(prefixLength, shortKeys())
        .as((length, suffix) -> {
          byte[] key = new byte[length + suffix.length];
          Arrays.fill(key, 0, length, (byte) 'p');
          System.arraycopy(suffix, 0, key, length, suffix.length);
          return key;
        });
  }

  /** Keys of 1 to 80 arbitrary bytes. */
  public static Arbitrary<byte[]> binaryKeys() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.bytes()),
            Tuple.of(1, Arbitraries.of((byte) 0, (byte) 0x7f, (byte) 0x80, (byte) 0xff)))
        .array(byte[].class)
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  /** Values of 0 to 200 bytes, now and then of some thousand. */
  public static Arbitrary<byte[]> values() {
    return Arbitraries.frequencyOf(
        Tuple.of(20, Arbitraries.bytes().array(byte[].class).ofMaxSize(200)),
        Tuple.of(1, largeValues()));
  }

  /** Values of 1,000 to 20,000 bytes, well and badly compressible; shrinks by length. */
  public static Arbitrary<byte[]> largeValues() {
    return Combinators.combine(
            Arbitraries.integers().between(1_000, 20_000), Arbitraries.of(1, 16, 256), seeds())
        .as((length, symbols, seed) -> {
          SplittableRandom random = new SplittableRandom(seed);
          byte[] value = new byte[length];
          for (int at = 0; at < length; at++) {
            value[at] = (byte) random.nextInt(symbols);
          }
          return value;
        });
  }

  /** Seeds of random generators; they do not shrink, since a smaller seed is not a simpler one. */
  public static Arbitrary<Long> seeds() {
    return Arbitraries.longs().withoutEdgeCases().dontShrink();
  }
}
