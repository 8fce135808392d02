package dev.varve.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
  @Test
  void areDifferentAndOfAllDigitsAndCapitalLetters() {
    Set<String> ids = new HashSet<>();
    Set<Integer> symbols = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      String id = RequestIds.next();
      assertTrue(id.matches("[0-9A-Z]{52}"), id);
      ids.add(id);
      id.chars().forEach(symbols::add);
    }
    assertEquals(1_000, ids.size());
    assertEquals(36, symbols.size());
  }
}
