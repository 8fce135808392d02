package dev.varve.dynamodb.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void eachByteAtEachPlaceIsJudgedAlone() {
    for (int length = 1; length <= 17; length++) {
      for (int place = 0; place < length; place++) {
        for (int value = 0; value < 256; value++) {
          byte[] bytes = new byte[length + 2]; // zeros before and behind, which do not count
          Arrays.fill(bytes, 1, 1 + length, (byte) (value % 2 == 0 ? 'x' : 0x80));
          bytes[1 + place] = (byte) value;
          boolean isPlain = value >= ' ' && value != '"' && value != '\\';
          assertEquals(isPlain, PlainText.is(bytes, 1, length), value + " at " + place);
        }
      }
    }
  }

  @Test
  void nothingIsPlain() {
    assertTrue(PlainText.is(new byte[1], 1, 0));
    assertFalse(PlainText.is(new byte[8], 0, 8));
  }
}
