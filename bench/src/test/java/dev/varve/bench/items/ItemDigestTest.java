package dev.varve.bench.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ItemDigestTest {
  private static final ItemModel<AttributeValue> MODEL = new ItemModel<>(VarveItemStore.ATTRIBUTES);

  @Property(tries = 200)
  void theOrderOfAttributesDoesNotMatter(
      @ForAll @IntRange(max = 99_999) int number, @ForAll @IntRange(max = 9) int generation) {
    Map<String, AttributeValue> item = MODEL.item(number, generation);
    List<Map.Entry<String, AttributeValue>> attributes = new ArrayList<>(item.entrySet());
    Collections.reverse(attributes);
    Map<String, AttributeValue> other = new LinkedHashMap<>();
    attributes.forEach(attribute -> other.put(attribute.getKey(), attribute.getValue()));
    assertEquals(ItemDigest.of(item), ItemDigest.of(other));
  }

  @Property(tries = 200)
  void anyChangedMissingOrAddedAttributeShows(
      @ForAll @IntRange(max = 99_999) int number, @ForAll @IntRange(max = 10) int index) {
    Map<String, AttributeValue> item = MODEL.item(number, 1);
    Map<String, AttributeValue> neighbour = MODEL.item(number + 1, 2);
    String name = List.copyOf(item.keySet()).get(index);
    Map<String, AttributeValue> missing = new LinkedHashMap<>(item);
    missing.remove(name);
    assertNotEquals(ItemDigest.of(item), ItemDigest.of(missing), name);
    Map<String, AttributeValue> changed = new LinkedHashMap<>(item);
    changed.put(name, neighbour.get(name));
    assertEquals(item.equals(changed), ItemDigest.of(item) == ItemDigest.of(changed), name);
    Map<String, AttributeValue> added = new LinkedHashMap<>(item);
    added.put("another", item.get(name));
    assertNotEquals(ItemDigest.of(item), ItemDigest.of(added));
    Map<String, AttributeValue> renamed = new LinkedHashMap<>(missing);
    renamed.put("another", item.get(name));
    assertNotEquals(ItemDigest.of(item), ItemDigest.of(renamed));
  }

  @Property(tries = 20)
  void anAnswerIsKnownByTheItemAndItsDigest(@ForAll @IntRange(max = 9) int number) {
    ItemAnswers answers = new ItemAnswers(10);
    assertFalse(answers.isKnown(number, 0), "nothing found is never known");
    answers.know(number, 42);
    assertTrue(answers.isKnown(number, 42));
    assertFalse(answers.isKnown(number, 43));
    assertFalse(answers.isKnown((number + 1) % 10, 42));
  }
}
