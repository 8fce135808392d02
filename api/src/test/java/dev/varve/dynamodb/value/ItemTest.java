package dev.varve.dynamodb.value;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.ns;
import static dev.varve.dynamodb.value.AttributeValue.nul;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.ValidationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemTest {
  @Test
  void keepsTheOrderOfInsertionAndIgnoresItInEquality() {
    Item item = Item.of("z", n(1), "a", n(2));
    assertEquals(List.of("z", "a"), List.copyOf(item.asMap().keySet()));
    assertEquals(item, Item.of("a", n(2), "z", n(1)));
    assertEquals(item.hashCode(), Item.of("a", n(2), "z", n(1)).hashCode());
  }

  @Test
  void absentAttributesAreNull() {
    assertNull(Item.of("a", n(1)).get("b"));
    assertEquals(n(1), Item.of("a", n(1)).get("a"));
  }

  @Test
  void aLazyItemEqualsThePlainOne() {
    Item plain = Item.of("a", n(1), "b", ss("x"));
    Item lazy =
        Item.lazy(
            new ItemSource() {
              @Override
              public AttributeValue find(String name) {
                return plain.get(name);
              }

              @Override
              public Map<String, AttributeValue> all() {
                return new LinkedHashMap<>(plain.asMap());
              }

              @Override
              public <X extends Exception> void writeTo(AttributeSink<X> sink) throws X {
                plain.writeTo(sink);
              }

              @Override
              public int attributeCount() {
                return plain.attributeCount();
              }

              @Override
              public int sizeBytes() {
                return plain.sizeBytes();
              }
            });
    assertEquals(ss("x"), lazy.get("b"));
    assertNull(lazy.get("c"));
    assertEquals(plain, lazy);
    assertEquals(plain.sizeBytes(), lazy.sizeBytes());
    assertThrows(UnsupportedOperationException.class, () -> lazy.asMap().clear());
  }

  @Test
  void refusesEmptyAndOverlongNames() {
    assertEquals(
        "Empty attribute name",
        assertThrows(ValidationException.class, () -> Item.of("", n(1))).getMessage());
    assertDoesNotThrow(() -> Item.of("é".repeat(32_767), n(1)));
    assertThrows(ValidationException.class, () -> Item.of("é".repeat(32_768), n(1)));
  }

  @Test
  void countsSizesByTheTable() {
    assertEquals(3 + 5, Item.of("abc", s("häh!")).sizeBytes());
    assertEquals(1 + 4, Item.of("a", b(new byte[4])).sizeBytes());
    assertEquals(1 + 1 + 1 + 1, Item.of("a", bool(true), "b", nul()).sizeBytes());
    assertEquals(1 + 3, Item.of("a", ss("x", "yz")).sizeBytes());
    assertEquals(1 + 2 + 3, Item.of("a", ns("1", "123")).sizeBytes());
    assertEquals(1 + 3 + (1 + 1) + (1 + 2), Item.of("a", l(s("x"), n(1))).sizeBytes());
    assertEquals(1 + 3 + (1 + 2 + 1), Item.of("a", m(Map.of("kk", s("x")))).sizeBytes());
    assertEquals(0, Item.of().sizeBytes());
  }

  @Test
  void thirtyTwoLevelsPassAndThirtyThreeFail() {
    assertDoesNotThrow(() -> ItemRules.checkNesting(nested(31)));
    assertEquals(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
        assertThrows(ValidationException.class, () -> ItemRules.checkNesting(nested(32)))
            .getMessage());
  }

  @Test
  void anAbsurdDepthIsRefusedWithoutOverflowingTheStack() {
    AttributeValue value = n(1);
    for (int i = 0; i < 200_000; i++) {
      value = l(value);
    }
    AttributeValue deep = value;
    assertThrows(ValidationException.class, () -> ItemRules.checkNesting(deep));
  }

  /** A leaf inside {@code containers} maps. */
  private static AttributeValue nested(int containers) {
    AttributeValue value = s("leaf");
    for (int i = 0; i < containers; i++) {
      value = m(Map.of("m", value));
    }
    return value;
  }
}
