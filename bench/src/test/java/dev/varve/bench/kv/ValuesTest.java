package dev.varve.bench.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Property(tries = 200)
  void everyChangedByteIsNoticed(
      @ForAll @IntRange(min = ValueSizes.MIN, max = 200) int min,
      @ForAll @IntRange(max = 100) int more,
      @ForAll @IntRange(max = 1 << 20) int place,
      @ForAll @IntRange(max = 100) int generation) {
    Values values = new Values(new ValueSizes(min, min + more));
    byte[] value = values.newValue();
    int length = values.write(place, generation, value);
    assertTrue(length >= min && length <= min + more);
    assertTrue(values.isWhole(place, value, length));
    assertEquals(generation, values.generation(value));
    assertFalse(values.isWhole(place + 1, value, length));
    assertFalse(values.isWhole(place, value, length - 1));
    for (int i = 0; i < length; i++) {
      if (i >= 8 && i < 12) {
        continue; // another generation, whose value is not even as long in most cases
      }
      value[i] ^= 1;
      assertFalse(values.isWhole(place, value, length), "byte " + i);
      value[i] ^= 1;
    }
  }

  @Test
  void compressToAboutAHalf() {
    Values values = new Values(new ValueSizes(1000, 1000));
    byte[] value = values.newValue();
    values.write(7, 0, value);
    byte[] packed = new byte[2000];
    Deflater deflater = new Deflater();
    deflater.setInput(value);
    deflater.finish();
    int length = deflater.deflate(packed);
    deflater.end();
    assertTrue(length > 450 && length < 550, "compressed to " + length);
  }

  @Test
  void sizesAreReadAndRefused() {
    assertEquals(new ValueSizes(100, 100), ValueSizes.parse("100"));
    assertEquals(new ValueSizes(50, 400), ValueSizes.parse("50-400"));
    for (String bad :
        new String[] {"", "x", "11", "-", "5-3", "100-50", "99999999", "12-1048577"}) {
      assertThrows(IllegalArgumentException.class, () -> ValueSizes.parse(bad), bad);
    }
  }
}
