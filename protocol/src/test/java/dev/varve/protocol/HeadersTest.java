package dev.varve.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeadersTest {
  private final Headers headers =
      Headers.of(
          List.of(Map.entry("Accept", "a"), Map.entry("X-Two", "1"), Map.entry("x-two", "2")));

  @Test
  void namesAreInAnyCase() {
    assertEquals("a", headers.value("accept"));
    assertEquals(Optional.of("a"), headers.first("ACCEPT"));
    assertNull(headers.value("Other"));
    assertEquals(Optional.empty(), headers.first("Other"));
  }

  @Test
  void fieldsOfOneNameKeepTheirOrder() {
    assertEquals("1", headers.value("X-TWO"));
    assertEquals(List.of("1", "2"), headers.all("X-Two"));
    assertEquals(List.of(), headers.all("Other"));
    assertEquals(List.of(), Headers.none().fields());
  }
}
