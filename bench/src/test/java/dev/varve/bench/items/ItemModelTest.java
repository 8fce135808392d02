package dev.varve.bench.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** An item tells all about itself, and nothing else passes for it. */
class ItemModelTest {
  private final ItemModel<AttributeValue> varve = new ItemModel<>(VarveItemStore.ATTRIBUTES);
  private final ItemModel<software.amazon.awssdk.services.dynamodb.model.AttributeValue> aws =
      new ItemModel<>(DynamoDbLocalStore.ATTRIBUTES);

  @Property(tries = 100)
  void theItemOfANumberAndGenerationIsRight(
      @ForAll @LongRange(min = 0, max = 1L << 32) long number,
      @ForAll @IntRange(max = 1 << 30) int generation)
      throws WrongAnswerException {
    varve.check("get", number, varve.item(number, generation), 0, generation);
    aws.check("get", number, aws.item(number, generation), generation, Integer.MAX_VALUE);
  }

  @Property(tries = 100)
  void anyOtherAttributeIsNoticed(
      @ForAll @LongRange(min = 0, max = 1L << 32) long number,
      @ForAll @IntRange(max = 1 << 30) int generation) {
    assertEveryChangeIsNoticed(varve, VarveItemStore.ATTRIBUTES, number, generation);
    assertEveryChangeIsNoticed(aws, DynamoDbLocalStore.ATTRIBUTES, number, generation);
  }

  private static <V> void assertEveryChangeIsNoticed(
      ItemModel<V> model, Attributes<V> attributes, long number, int generation) {
    Map<String, V> right = model.item(number, generation);
    Map<String, V> other = model.item(number + 12_345, generation + 1);
    for (String name : right.keySet()) {
      Map<String, V> wrong = new LinkedHashMap<>(right);
      wrong.remove(name);
      assertNoticed(model, number, wrong, name);
      wrong.put(name, attributes.nothing());
      assertNoticed(model, number, wrong, name);
      wrong.put(name, other.get(name));
      if (!other.get(name).equals(right.get(name))) { // booleans may be alike
        // With the revision of another generation, all that changes with it is wrong.
        assertNoticed(model, number, wrong, name.equals(ItemModel.REVISION) ? "" : name);
      }
    }
    Map<String, V> more = new LinkedHashMap<>(right);
    more.put("more", attributes.bool(true));
    assertNoticed(model, number, more, "more");
  }

  private static <V> void assertNoticed(
      ItemModel<V> model, long number, Map<String, V> wrong, String name) {
    WrongAnswerException noticed =
        assertThrows(
            WrongAnswerException.class,
            () -> model.check("get", number, wrong, 0, Integer.MAX_VALUE),
            name);
    assertTrue(noticed.getMessage().contains(name), noticed.getMessage());
  }

  @Test
  void aValueWithinAValueIsNoticedToo() {
    Map<String, AttributeValue> item = varve.item(7, 3);
    Map<String, AttributeValue> address =
        new LinkedHashMap<>(((AttributeValue.M) item.get("address")).values());
    address.put("city", AttributeValue.s("Atlantis"));
    item.put("address", AttributeValue.m(address));
    assertNoticed(varve, 7, item, "address");
  }

  @Test
  void anItemOfAnotherGenerationOrNoneIsNoticed() {
    Map<String, AttributeValue> item = varve.item(7, 3);
    for (int[] generations : new int[][] {{0, 2}, {4, 9}}) {
      assertThrows(
          WrongAnswerException.class,
          () -> varve.check("get", 7, item, generations[0], generations[1]));
    }
    assertThrows(WrongAnswerException.class, () -> varve.check("get", 7, null, 0, 9));
    assertThrows(WrongAnswerException.class, () -> varve.check("get", 7, Map.of(), 0, 9));
    assertThrows(WrongAnswerException.class, () -> varve.check("get", 8, item, 0, 9));
  }

  @Test
  void aGenerationChangesWhatAnUpdateSetsAndNothingElse() {
    Map<String, AttributeValue> before = varve.item(1234, 1);
    Map<String, AttributeValue> after = varve.item(1234, 2);
    Map<String, AttributeValue> updated = new LinkedHashMap<>(before);
    updated.putAll(varve.changes(1234, 2));
    assertEquals(after, updated);
    assertEquals(ItemModel.CHANGING, List.copyOf(varve.changes(1234, 2).keySet()));
    for (String name : List.of("amount", "remark", "history")) {
      assertNotEquals(before.get(name), after.get(name), name);
    }
  }

  @Test
  void anItemHasTheStatedSizeAndNearlyAllTypes() {
    long bytes = 0;
    long keyBytes = 0;
    int count = 10_000;
    for (long number = 0; number < count; number++) {
      bytes += Item.of(varve.item(10 * number, (int) number)).sizeBytes();
      keyBytes += Item.of(varve.key(10 * number)).sizeBytes();
    }
    assertEquals(ItemModel.ITEM_BYTES, (double) bytes / count, 5);
    assertEquals(ItemModel.KEY_BYTES, (double) keyBytes / count, 1);
    Set<AttributeType> types = EnumSet.noneOf(AttributeType.class);
    varve.item(0, 0).values().forEach(value -> addTypes(value, types));
    assertEquals(EnumSet.complementOf(EnumSet.of(AttributeType.BS)), types);
  }

  private static void addTypes(AttributeValue value, Set<AttributeType> types) {
    types.add(value.type());
    switch (value) {
      case AttributeValue.L list -> list.values().forEach(each -> addTypes(each, types));
      case AttributeValue.M map -> map.values().values().forEach(each -> addTypes(each, types));
      default -> {
        // Nothing in it.
      }
    }
  }
}
