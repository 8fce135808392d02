package dev.varve.dynamodb.value;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.bs;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.ns;
import static dev.varve.dynamodb.value.AttributeValue.nul;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeValueTest {
  private static final String INVALID = "One or more parameter values were invalid: ";

  @Test
  void setsAreSortedAndEqualInAnyOrder() {
    assertEquals(
        List.of("a", "b", "\uFFFD", "\uD83D\uDE00"),
        ss("\uD83D\uDE00", "b", "\uFFFD", "a").values());
    assertEquals(ss("a", "b"), ss("b", "a"));
    assertEquals(ns("1", "-2", "1e1"), ns(10, 1, -2));
    assertEquals(List.of(n(-2), n(1), n(10)), ns(10, 1, -2).values());
    assertEquals(bs(bytes(1), bytes(-1)), bs(bytes(-1), bytes(1)));
    assertEquals(List.of(b(bytes(1)), b(bytes(-1))), bs(bytes(-1), bytes(1)).values());
  }

  @Test
  void setsFindTheirElements() {
    assertTrue(ss("c", "a", "b").contains("b"));
    assertFalse(ss("c", "a", "b").contains("d"));
    assertTrue(ns(3, 1, 2).contains(n("2.0")));
    assertFalse(ns(3, 1, 2).contains(n("2.5")));
    assertTrue(bs(bytes(3), bytes(1, 2)).contains(b(bytes(1, 2))));
    assertFalse(bs(bytes(3), bytes(1, 2)).contains(b(bytes(1))));
  }

  @Test
  void refusesEmptySets() {
    assertRefused(INVALID + "An string set  may not be empty", () -> ss());
    assertRefused(INVALID + "An number set  may not be empty", () -> ns(new String[0]));
    assertRefused(INVALID + "Binary sets should not be empty", () -> bs());
  }

  @Test
  void refusesDuplicatesInSets() {
    assertRefused(
        INVALID + "Input collection [b, a, b] contains duplicates.", () -> ss("b", "a", "b"));
    assertRefused("Input collection contains duplicates", () -> ns("1", "1.0"));
    assertRefused(
        INVALID + "Input collection [AA==, AA==]of type BS contains duplicates.",
        () -> bs(bytes(0), bytes(0)));
  }

  @Test
  void emptyStringsBinariesListsAndMapsAreValues() {
    assertEquals("", s("").value());
    assertEquals(0, b().length());
    assertEquals(List.of(), l().values());
    assertEquals(Map.of(), m(Map.of()).values());
    assertEquals(List.of(""), ss("").values());
  }

  @Test
  void valuesOfDifferentTypesAreNotEqual() {
    assertNotEquals(s("1"), n(1));
    assertNotEquals(ss("1"), ns(1));
    assertNotEquals(bool(false), nul());
    assertNotEquals(l(), m(Map.of()));
  }

  @Test
  void equalityIsDeep() {
    assertEquals(
        l(m(Map.of("a", n("1.0"), "b", ss("x", "y")))), l(m(Map.of("b", ss("y", "x"), "a", n(1)))));
    assertNotEquals(l(n(1), n(2)), l(n(2), n(1)));
  }

  @Test
  void binariesAreCopiedInAndOut() {
    byte[] bytes = {1, 2};
    AttributeValue.B value = b(bytes);
    bytes[0] = 9;
    value.value()[1] = 9;
    assertEquals(b(bytes(1, 2)), value);
  }

  @Test
  void binariesCompareUnsignedAndFindParts() {
    assertTrue(b(bytes(0x80)).compareTo(b(bytes(0x7F))) > 0);
    assertTrue(b(bytes(1, 2, 3)).startsWith(b(bytes(1, 2))));
    assertFalse(b(bytes(1, 2, 3)).startsWith(b(bytes(2))));
    assertTrue(b(bytes(1, 2, 3)).contains(b(bytes(2, 3))));
    assertTrue(b(bytes(1, 2, 3)).contains(b()));
    assertFalse(b(bytes(1, 2, 3)).contains(b(bytes(3, 4))));
  }

  @Test
  void listsAndMapsDoNotSeeLaterChanges() {
    List<AttributeValue> list = new ArrayList<>(List.of(n(1)));
    AttributeValue.L value = new AttributeValue.L(list);
    list.add(n(2));
    assertEquals(l(n(1)), value);
    assertThrows(UnsupportedOperationException.class, () -> value.values().add(n(3)));
  }

  @Test
  void mapKeysMustNotBeEmpty() {
    assertRefused("Empty attribute name", () -> m(Map.of("", n(1))));
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(ValidationException.class, action::run).getMessage());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
