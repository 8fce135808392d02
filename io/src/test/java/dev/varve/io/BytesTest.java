package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.testing.Generators;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class BytesTest {
  /** Two keys, often with their first bytes in common, so that comparisons get past the start. */
  static final class Pair {
    final byte[] left;
    final byte[] right;

    Pair(byte[] left, byte[] right) {
      this.left = left;
      this.right = right;
    }
  }

  @Provide
  Arbitrary<Pair> pairs() {
    Arbitrary<byte[]> shared = Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
    Arbitrary<byte[]> end = Arbitraries.bytes().array(byte[].class).ofMaxSize(10);
    Arbitrary<Pair> near =
        Combinators.combine(shared, end, end)
            .as((start, a, b) -> new Pair(join(start, a), join(start, b)));
    Arbitrary<Pair> any = Combinators.combine(Generators.keys(), Generators.keys()).as(Pair::new);
    return Arbitraries.oneOf(near, any);
  }

  @Property
  void comparesAsUnsignedBytesThenByLength(
      @ForAll("pairs") Pair pair, @ForAll @IntRange(max = 9) int offset) {
    int rightOffset = 2 * offset;
    int expected = Integer.signum(Arrays.compareUnsigned(pair.left, pair.right));
    try (Arena arena = Arena.ofConfined()) {
      // The ranges end where their segments end: one byte too far would throw.
      MemorySegment left = nativeAt(arena, offset, pair.left);
      MemorySegment right = nativeAt(arena, rightOffset, pair.right);
      byte[] leftArray = join(new byte[offset], pair.left);
      assertEquals(
          expected,
          Integer.signum(
              Bytes.compare(
                  left, offset, pair.left.length, right, rightOffset, pair.right.length)));
      assertEquals(
          expected,
          Integer.signum(
              Bytes.compare(
                  MemorySegment.ofArray(leftArray),
                  offset,
                  pair.left.length,
                  MemorySegment.ofArray(pair.right),
                  0,
                  pair.right.length)));
      assertEquals(
          expected,
          Integer.signum(Bytes.compare(pair.left, right, rightOffset, pair.right.length)));
      assertEquals(
          expected,
          Integer.signum(
              Bytes.compare(
                  leftArray, offset, pair.left.length, right, rightOffset, pair.right.length)));
    }
  }

  @Property
  void prefixesThatDifferOrderTheirKeys(@ForAll("pairs") Pair pair) {
    int common = Math.max(0, commonPrefix(pair));
    // Keys may be compared behind any part that they share.
    for (int skip = 0; skip <= common; skip++) {
      int byPrefix =
          Long.compareUnsigned(Bytes.prefix(pair.left, skip), Bytes.prefix(pair.right, skip));
      if (byPrefix != 0) {
        assertEquals(
            Integer.signum(Arrays.compareUnsigned(pair.left, pair.right)),
            Integer.signum(byPrefix));
      } else {
        assertTrue(
            common - skip >= 8 || sameButForZeros(pair, skip), "equal prefixes of unlike keys");
      }
    }
  }

  @Property
  void allFormsOfPrefixAgree(
      @ForAll("pairs") Pair pair,
      @ForAll @IntRange(max = 9) int offset,
      @ForAll @IntRange(max = 99) int skip) {
    byte[] key = pair.left;
    byte[] shifted = join(new byte[offset], key);
    long expected = Bytes.prefix(key, skip);
    assertEquals(expected, Bytes.prefix(shifted, offset, key.length, skip));
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(expected, Bytes.prefix(nativeAt(arena, offset, key), offset, key.length, skip));
    }
  }

  @Test
  void prefixIsBigEndianAndPaddedWithZeros() {
    byte[] key = {1, 2, 3, 4, 5, 6, 7, 8, (byte) 0xff};
    assertEquals(0x0102030405060708L, Bytes.prefix(key, 0));
    assertEquals(0x02030405060708ffL, Bytes.prefix(key, 1));
    assertEquals(0x08ff000000000000L, Bytes.prefix(key, 7));
    assertEquals(0, Bytes.prefix(key, 9));
    assertEquals(0, Bytes.prefix(key, 10));
  }

  @Property
  void commonPrefixEndsAtTheFirstDifference(
      @ForAll("pairs") Pair pair, @ForAll @IntRange(max = 9) int offset) {
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(
          commonPrefix(pair),
          Bytes.commonPrefix(
              nativeAt(arena, offset, pair.left),
              offset,
              pair.left.length,
              MemorySegment.ofArray(pair.right),
              0,
              pair.right.length));
    }
  }

  @Test
  void copiesARange() {
    MemorySegment segment = MemorySegment.ofArray(new byte[] {1, 2, 3, 4});
    assertArrayEquals(new byte[] {2, 3}, Bytes.copy(segment, 1, 2));
    assertArrayEquals(new byte[0], Bytes.copy(segment, 4, 0));
  }

  @Test
  void copiesOfAnyLengthTouchNothingBeside() {
    byte[] source = new byte[40];
    for (int i = 0; i < source.length; i++) {
      source[i] = (byte) (i + 1);
    }
    for (int length = 0; length <= 36; length++) {
      byte[] expected = new byte[40];
      System.arraycopy(source, 3, expected, 2, length);
      byte[] target = new byte[40];
      Bytes.copy(MemorySegment.ofArray(source), 3, length, target, 2);
      assertArrayEquals(expected, target);
    }
  }

  private static int commonPrefix(Pair pair) {
    int mismatch = Arrays.mismatch(pair.left, pair.right);
    return mismatch < 0 ? pair.left.length : mismatch;
  }

  /** Whether the 8 bytes behind {@code skip} are the same once short keys are filled with zeros. */
  private static boolean sameButForZeros(Pair pair, int skip) {
    return Arrays.equals(
        Arrays.copyOfRange(pair.left, skip, skip + 8),
        Arrays.copyOfRange(pair.right, skip, skip + 8));
  }

  private static MemorySegment nativeAt(Arena arena, int offset, byte[] content) {
    MemorySegment segment = arena.allocate(offset + content.length);
    MemorySegment.copy(MemorySegment.ofArray(content), 0, segment, offset, content.length);
    return segment;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
