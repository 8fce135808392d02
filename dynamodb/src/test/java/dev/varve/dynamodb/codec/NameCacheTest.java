package dev.varve.dynamodb.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NameCacheTest {
  private final NameCache cache = new NameCache();

  private String get(String name) {
    byte[] bytes = ("xx" + name + "yy").getBytes(StandardCharsets.UTF_8);
    return cache.get(bytes, 2, bytes.length - 4);
  }

  @Property
  void aNameIsWhatItsBytesSay(@ForAll List<@StringLength(max = 80) String> names) {
    for (String name : names) {
      String wellFormed = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      assertEquals(wellFormed, get(name));
      assertEquals(wellFormed, get(name));
    }
  }

  @Test
  void moreNamesThanThereArePlacesAreAllRight() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 10_000; i++) {
        assertEquals("name " + i, get("name " + i));
      }
    }
  }

  @Test
  void aNameThatWasReadLatelyIsTheSameString() {
    assertSame(get("City"), get("City"));
    assertSame(get(""), get(""));
  }

  @Test
  void aLatinLetterIsNotItsByte() {
    // The one byte 0xE9 is no UTF-8, and must not be taken for é, which has two.
    assertEquals("é", get("é"));
    assertEquals("\uFFFD", cache.get(new byte[] {(byte) 0xE9}, 0, 1));
  }

  @Test
  void bytesThatAreNotThereAreNoName() {
    assertThrows(IndexOutOfBoundsException.class, () -> cache.get(new byte[3], 1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> cache.get(new byte[3], 1, 300));
  }
}
