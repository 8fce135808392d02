package dev.varve.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuantitiesTest {
  @Test
  void microsecondsKeepThreeDigits() {
    assertEquals("0.042", Quantities.micros(42));
    assertEquals("1.25", Quantities.micros(1_250));
    assertEquals("10.3", Quantities.micros(10_300));
    assertEquals("1,204", Quantities.micros(1_204_400));
  }

  @Test
  void bytesTakeTheLargestUnitThatLeavesOne() {
    assertEquals("1023 B", Quantities.bytes(1023));
    assertEquals("1.0 KiB", Quantities.bytes(1024));
    assertEquals("1.5 MiB", Quantities.bytes(3 << 19));
    assertEquals("8388608.0 TiB", Quantities.bytes(Long.MAX_VALUE));
  }

  @Test
  void noFactorIsADash() {
    assertEquals("1.50", Quantities.factor(1.5));
    assertEquals("-", Quantities.factor(Double.NaN));
    assertEquals("-", Quantities.factor(Double.POSITIVE_INFINITY));
  }
}
