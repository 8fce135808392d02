package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void onlyNamesThatWeCouldHaveWrittenHaveANumber() {
    for (long number : new long[] {0, 1, 77, 999_999, 1_000_000, Integer.MAX_VALUE}) {
      String name = "a-" + FileNames.number(number) + ".b";
      assertEquals(number, FileNames.parse(name, "a-", ".b", Integer.MAX_VALUE));
      assertEquals(number, FileNames.parse(name, "a-", ".b", number));
      assertEquals(-1, FileNames.parse("1" + name, "a-", ".b", Integer.MAX_VALUE));
    }
    assertEquals(-1, FileNames.parse("a-000078.b", "a-", ".b", 77));
    String greatest = "9223372036854775807";
    assertEquals(Long.MAX_VALUE, FileNames.parse(greatest, "", "", Long.MAX_VALUE));
    for (String foreign :
        new String[] {
          "",
          "a-",
          ".b",
          "a-.b",
          "a-77.b",
          "a-0000077.b",
          "a-+00077.b",
          "a-000002.b.bak",
          "a-backup.b",
          "a-2147483648.b",
          "a-9223372036854775808.b",
          "a-99999999999999999999999.b",
          "a-\u0660\u0660\u0660\u0660\u0660\u0661.b",
          "b-000001.b",
          "a-000001.c"
        }) {
      assertEquals(-1, FileNames.parse(foreign, "a-", ".b", Integer.MAX_VALUE), foreign);
    }
  }

  @Test
  void numbersHaveSixDigitsOrMore() {
    assertEquals("000000", FileNames.number(0));
    assertEquals("000042", FileNames.number(42));
    assertEquals("999999", FileNames.number(999_999));
    assertEquals("1000000", FileNames.number(1_000_000));
    assertEquals("9223372036854775807", FileNames.number(Long.MAX_VALUE));
  }
}
