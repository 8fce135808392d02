package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void numbersHaveSixDigitsOrMore() {
    assertEquals("000000", FileNames.number(0));
    assertEquals("000042", FileNames.number(42));
    assertEquals("999999", FileNames.number(999_999));
    assertEquals("1000000", FileNames.number(1_000_000));
    assertEquals("9223372036854775807", FileNames.number(Long.MAX_VALUE));
  }
}
