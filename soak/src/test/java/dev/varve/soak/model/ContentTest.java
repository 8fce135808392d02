package dev.varve.soak.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ContentTest {
  @Test
  void keysSortAsTheirNumbersDo() {
    for (long number = 0; number < 2_000; number++) {
      byte[] key = Content.key(1, number);
      assertEquals(number, Content.number(1, key));
      assertTrue(Arrays.compareUnsigned(key, Content.key(1, number + 1)) < 0);
    }
  }

  @Test
  void aValueTellsItsVersionAndNoChangedByteIsTakenForOne() {
    for (long version = 1; version < 200; version++) {
      byte[] value = Content.value(1, 7, version);
      assertEquals(version, Content.version(1, 7, value));
      value[(int) (version % value.length)] ^= 1;
      assertThrows(WrongAnswerException.class, () -> Content.version(1, 7, value));
    }
  }

  @Test
  void aKeyOfAnotherLaneIsNone() {
    byte[] key = Content.key(1, 7);
    key[key.length - 1] ^= 1;
    assertThrows(WrongAnswerException.class, () -> Content.number(1, key));
  }
}
