package dev.varve.dynamodb.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parts of strings and binaries, short and long ones. */
class SearchTest {
  @Test
  void findsWhatIndexOfFinds() {
    Random random = new Random(7);
    int found = 0;
    for (int i = 0; i < 2_000; i++) {
      String text = word(random, 300);
      int start = random.nextInt(text.length());
      String part =
          random.nextBoolean()
              ? text.substring(start, start + random.nextInt(text.length() - start + 1))
              : word(random, 100);
      boolean expected = text.contains(part);
      found += expected ? 1 : 0;
      assertEquals(expected, AttributeValue.s(text).contains(AttributeValue.s(part)));
      assertEquals(expected, binary(text).contains(binary(part)));
      assertEquals(
          expected,
          part.isEmpty()
              || Search.contains(text::charAt, text.length(), part::charAt, part.length()));
    }
    assertTrue(found > 500 && found < 1_900, "found " + found);
  }

  @Test
  void takesNoProductOfTheLengths() {
    // At every place all of the part fits but its end: 40 billion comparisons one by one.
    String text = "a".repeat(400_000);
    String part = "a".repeat(200_000) + "b";
    assertFalse(AttributeValue.s(text).contains(AttributeValue.s(part)));
    assertTrue(AttributeValue.s(text + "b").contains(AttributeValue.s(part)));
    assertFalse(binary(text).contains(binary(part)));
    assertTrue(binary(text + "b").contains(binary(part)));
  }

  @Test
  void aPartThatIsLongerIsNotThere() {
    assertFalse(AttributeValue.s("a".repeat(99)).contains(AttributeValue.s("a".repeat(100))));
    assertTrue(AttributeValue.s("a".repeat(100)).contains(AttributeValue.s("a".repeat(100))));
  }

  /** Of two letters, so that parts match often, and mostly of one, so that they match far. */
  private static String word(Random random, int maxLength) {
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(maxLength);
    for (int i = 0; i < length; i++) {
      word.append(random.nextInt(20) == 0 ? 'b' : 'a');
    }
    return word.toString();
  }

  private static AttributeValue.B binary(String text) {
    return AttributeValue.b(text.getBytes(StandardCharsets.US_ASCII));
  }
}
