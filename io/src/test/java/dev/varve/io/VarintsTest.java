package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class VarintsTest {
  /** Of every length in bits alike. */
  @Provide
  Arbitrary<Long> values() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 63))
        .as((bits, shift) -> bits >>> shift);
  }

  @Property
  void readsBackWhatItWrote(@ForAll("values") long value) throws CorruptionException {
    byte[] bytes = new byte[3 + Varints.length(value)];
    assertEquals(bytes.length, Varints.put(bytes, 3, value));
    assertEquals(value, Varints.get(bytes, 3));

    ByteReader reader = new ByteReader(Arrays.copyOfRange(bytes, 3, bytes.length), Path.of("f"), 0);
    assertEquals(value, reader.getVarint());
    assertEquals(0, reader.remaining());
  }

  @Test
  void takesOneByteForEverySevenBits() {
    assertEquals(1, Varints.length(0));
    for (int bits = 1; bits <= 64; bits++) {
      long smallest = 1L << (bits - 1);
      long largest = -1L >>> (64 - bits);
      assertEquals((bits + 6) / 7, Varints.length(smallest), "smallest of " + bits + " bits");
      assertEquals((bits + 6) / 7, Varints.length(largest), "largest of " + bits + " bits");
    }
    assertEquals(Varints.MAX_INT_LENGTH, Varints.length(0xffff_ffffL));
    assertEquals(Varints.MAX_LONG_LENGTH, Varints.length(-1));
  }

  @Test
  void writesLowBitsFirst() {
    assertArrayEquals(new byte[] {0}, encoded(0));
    assertArrayEquals(new byte[] {0x7f}, encoded(127));
    assertArrayEquals(new byte[] {(byte) 0x80, 1}, encoded(128));
    assertArrayEquals(new byte[] {(byte) 0xac, 2}, encoded(300));
  }

  @Test
  void readsNoMoreThanTenBytesOfGarbage() {
    byte[] garbage = new byte[10];
    Arrays.fill(garbage, (byte) 0xff);
    assertEquals(-1, Varints.get(garbage, 0));
  }

  private static byte[] encoded(long value) {
    byte[] bytes = new byte[Varints.length(value)];
    Varints.put(bytes, 0, value);
    return bytes;
  }
}
