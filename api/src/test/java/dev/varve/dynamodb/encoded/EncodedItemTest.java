package dev.varve.dynamodb.encoded;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeNames;
import dev.varve.dynamodb.value.AttributeSink;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.io.ByteWriter;
import dev.varve.testing.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EncodedItemTest {
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void isTheItemOfItsAttributes(@ForAll("attributes") Map<String, AttributeValue> attributes) {
    Item item = Item.of(attributes);
    assertSame(item, encoded(item));
    assertNull(encoded(item).get("no such name"));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anEditedItemIsWhatTheEditsMakeOfIt(
      @ForAll("attributes") Map<String, AttributeValue> attributes,
      @ForAll("attributes") Map<String, AttributeValue> others,
      @ForAll Random random) {
    Map<String, AttributeValue> changes = new LinkedHashMap<>(others);
    attributes.forEach((name, value) -> {
      switch (random.nextInt(4)) {
        case 0 -> changes.put(name, null);
        case 1 -> changes.put(name, s("changed"));
        default -> {}
      }
    });
    changes.put("absent", null);
    Map<String, AttributeValue> expected = new LinkedHashMap<>(attributes);
    changes.forEach((name, value) -> {
      if (value == null) {
        expected.remove(name);
      } else {
        expected.put(name, value);
      }
    });
    Item base = Item.of(attributes);
    assertSame(Item.of(expected), EditedItem.of(base, changes));
    assertSame(Item.of(expected), EditedItem.of(encoded(base), changes));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void pickedAttributesAreInTheOrderOfTheirNames(
      @ForAll("attributes") Map<String, AttributeValue> attributes, @ForAll Random random) {
    List<String> names = new ArrayList<>(attributes.keySet());
    names.add("absent");
    Collections.shuffle(names, random);
    List<String> some = names.subList(0, random.nextInt(names.size()) + 1);
    Map<String, AttributeValue> expected = new LinkedHashMap<>();
    for (String name : some) {
      if (attributes.containsKey(name)) {
        expected.put(name, attributes.get(name));
      }
    }
    Item item = Item.of(attributes);
    assertSame(Item.of(expected), EncodedItem.pick(item, some));
    assertSame(Item.of(expected), EncodedItem.pick(encoded(item), some));
  }

  @Test
  void aChangeKeepsTheRuleForNames() {
    Item item = Item.of("a", n(1));
    Map<String, AttributeValue> empty = new HashMap<>();
    empty.put("", n(1));
    assertThrows(ValidationException.class, () -> EditedItem.of(item, empty));
    assertThrows(
        ValidationException.class,
        () -> EditedItem.of(item, Map.of("x".repeat(AttributeNames.MAX_BYTES + 1), n(1))));
  }

  @Test
  void bytesThatEndEarlyAreRefused() {
    Item item = encoded(Item.of("name", s("a value"), "other", n(1)));
    byte[][] bytes = new byte[1][];
    item.writeTo(
        new AttributeSink<RuntimeException>() {
          @Override
          public void value(String name, AttributeValue value) {
            throw new AssertionError(name);
          }

          @Override
          public void encoded(byte[] encoded, int offset, int end) {
            bytes[0] = Arrays.copyOfRange(encoded, offset, end);
          }
        });
    for (int length = 1; length < bytes[0].length; length++) {
      if (length != (1 + 4) + (2 + 7)) { // where the second attribute begins
        Item cut = Item.lazy(new EncodedItem(Arrays.copyOf(bytes[0], length), 0, length, 2, 0));
        RuntimeException e =
            assertThrows(RuntimeException.class, () -> EncodedItem.pick(cut, List.of("other")));
        assertTrue(
            e instanceof IndexOutOfBoundsException || e instanceof IllegalArgumentException,
            () -> e.toString());
      }
    }
  }

  /** Checks that two items are the same in every respect, and in each form. */
  private static void assertSame(Item expected, Item actual) {
    List<Map.Entry<String, AttributeValue>> written = new ArrayList<>();
    actual.writeTo(
        new AttributeSink<RuntimeException>() {
          @Override
          public void value(String name, AttributeValue value) {
            written.add(Map.entry(name, value));
          }

          @Override
          public void encoded(byte[] bytes, int offset, int end) {
            AttributeReader in = new AttributeReader(bytes, offset);
            while (in.offset() < end) {
              written.add(Map.entry(in.string(), in.value()));
            }
            in.requireEnd(end);
          }
        });
    assertEquals(List.copyOf(expected.asMap().entrySet()), written);
    assertEquals(expected.attributeCount(), actual.attributeCount());
    assertEquals(expected.sizeBytes(), actual.sizeBytes());
    expected.asMap().forEach((name, value) -> assertEquals(value, actual.get(name)));
    assertEquals(List.copyOf(expected.asMap().entrySet()), List.copyOf(actual.asMap().entrySet()));
  }

  private static Item encoded(Item item) {
    ByteWriter out = new ByteWriter(4).putByte(0x55);
    item.asMap().forEach((name, value) -> AttributeWriter.putAttribute(out, name, value));
    int end = out.length();
    out.putByte(0x55);
    int sizeBytes = ItemRules.sizeBytes(item.asMap());
    return Item.lazy(new EncodedItem(out.toByteArray(), 1, end, item.asMap().size(), sizeBytes));
  }

  @Provide
  Arbitrary<Map<String, AttributeValue>> attributes() {
    return Arbitraries.maps(Values.texts(1, 3), Values.values(2)).ofMaxSize(8);
  }
}
