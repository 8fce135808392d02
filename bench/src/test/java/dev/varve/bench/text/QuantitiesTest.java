package dev.varve.bench.text;

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

  @Test
  void compactCountsHaveThreeDigits() {
    assertEquals("0", Quantities.compact(0));
    assertEquals("0.25", Quantities.compact(0.25));
    assertEquals("812", Quantities.compact(812));
    assertEquals("999", Quantities.compact(999.4));
    assertEquals("1.00k", Quantities.compact(999.6));
    assertEquals("98.1k", Quantities.compact(98_100));
    assertEquals("612k", Quantities.compact(612_345));
    assertEquals("1.23M", Quantities.compact(1_234_567));
    assertEquals("12.3G", Quantities.compact(12.3e9));
    assertEquals("-", Quantities.compact(Double.NaN));
  }

  @Test
  void decimalsKeepThreeDigits() {
    assertEquals("0", Quantities.decimal(0));
    assertEquals("0.042", Quantities.decimal(0.042));
    assertEquals("12,345", Quantities.decimal(12_345.4));
    assertEquals("-", Quantities.decimal(Double.NEGATIVE_INFINITY));
  }

  @Test
  void multiplesKeepTwoDigits() {
    assertEquals("0.0039", Quantities.multiple(0.00392));
    assertEquals("0.58", Quantities.multiple(0.5831));
    assertEquals("12.3", Quantities.multiple(12.34));
    assertEquals("1,253", Quantities.multiple(1_253.4));
    assertEquals("-", Quantities.multiple(Double.NaN));
  }
}
