package dev.varve.identity.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTest {
  @Test
  void whatIsUsedStaysAndTheRestIsBounded() {
    Recent<Integer, String> recent = new Recent<>(10);
    AtomicInteger made = new AtomicInteger();
    for (int i = 0; i < 1000; i++) {
      int key = i;
      assertEquals("v" + i, recent.get(i, _ -> "v" + key));
      assertEquals(
          "kept",
          recent.get(
              -1,
              _ -> {
                made.incrementAndGet();
                return "kept";
              }));
      assertTrue(recent.size() <= 20, recent.size() + " are kept");
    }
    assertEquals(1, made.get());
  }

  @Test
  void whatHasNoValueIsNotKept() {
    Recent<String, String> recent = new Recent<>(10);
    assertNull(recent.get("a", _ -> null));
    assertEquals("b", recent.get("a", _ -> "b"));
  }
}
