package dev.varve.dynamodb.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @Test
  void putsSupplementaryCharactersBehindAllOthers() {
    assertTrue(Utf8.compare("\uFFFD", "\uD83D\uDE00") < 0);
    assertTrue("\uFFFD".compareTo("\uD83D\uDE00") > 0, "which String.compareTo does not");
  }

  @Property
  void comparesAsTheBytesDo(@ForAll("texts") String a, @ForAll("texts") String b) {
    int expected =
        Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    assertEquals(Integer.signum(expected), Integer.signum(Utf8.compare(a, b)));
  }

  @Property
  void knowsTheLengthWithoutEncoding(@ForAll("texts") String text) {
    assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Utf8.length(text));
    assertEquals(text, new String(Utf8.encode(text), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "a\uDE00", "\uDE00\uD83D", "\uD83Dé", "\uD83D\uD83D\uDE00"})
  void refusesHalfASurrogatePair(String text) {
    assertThrows(ValidationException.class, () -> Utf8.encode(text));
    assertThrows(ValidationException.class, () -> Utf8.length(text));
  }

  @Provide
  Arbitrary<String> texts() {
    // Few characters around the borders of the UTF-8 lengths, so that strings share prefixes.
    return Arbitraries.of(
            0, 0x61, 0x62, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x1F600,
            0x10FFFF)
        .list()
        .ofMaxSize(6)
        .map(points -> {
          StringBuilder text = new StringBuilder();
          points.forEach(text::appendCodePoint);
          return text.toString();
        });
  }
}
