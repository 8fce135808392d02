package dev.varve.dynamodb.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopiesTest {
  @Test
  void whatIsAbsentIsToldFromWhatIsEmpty() {
    assertTrue(Copies.isAbsent(null));
    assertTrue(Copies.isAbsent(Copies.absentList()));
    assertTrue(Copies.isAbsent(Copies.absentMap()));
    assertTrue(Copies.isAbsent(Copies.list("a", Copies.absentList())));
    assertTrue(Copies.isAbsent(Copies.map("a", Copies.absentMap())));
    for (List<String> empty : List.of(List.<String>of(), new ArrayList<String>())) {
      assertFalse(Copies.isAbsent(Copies.list("a", empty)));
    }
    assertFalse(Copies.isAbsent(Copies.map("a", Map.of())));
  }

  @Test
  void aRequestKeepsWhatItWasMadeOf() {
    List<String> names = new ArrayList<>(List.of("a"));
    Map<String, String> placeholders = new HashMap<>(Map.of("#a", "a"));
    GetItem.Builder builder =
        GetItem.from("T").attributesToGet(names).expressionAttributeNames(placeholders);
    GetItem first = builder.build();
    names.add("b");
    placeholders.put("#b", "b");
    builder.name("#c", "c");
    assertEquals(List.of("a"), first.attributesToGet());
    assertEquals(Map.of("#a", "a"), first.expressionAttributeNames());
    assertEquals(Map.of("#a", "a", "#b", "b"), placeholders);
    GetItem second = builder.name("#d", "d").build();
    assertEquals(4, second.expressionAttributeNames().size());
    builder.name("#e", "e");
    assertEquals(4, second.expressionAttributeNames().size());
    assertThrows(UnsupportedOperationException.class, () -> first.attributesToGet().add("x"));
    assertThrows(
        UnsupportedOperationException.class, () -> second.expressionAttributeNames().clear());
  }

  @Test
  void anEntryThatIsNullIsRefusedWithItsPlace() {
    List<String> list = new ArrayList<>(List.of("a"));
    list.add(null);
    assertRefused(
        "1 validation error detected: Value null at 'names.2.member' failed to satisfy constraint: Member must not be null",
        () -> Copies.list("names", list));
    Map<String, Object> map = new HashMap<>();
    map.put("k", null);
    assertRefused(
        "1 validation error detected: Value null at 'entries.k.member' failed to satisfy constraint: Member must not be null",
        () -> Copies.map("entries", map));
    assertRefused(
        "ExpressionAttributeNames contains invalid key: null",
        () -> GetItem.from("T").name(null, "a"));
    assertRefused(
        "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a",
        () -> GetItem.from("T").name("#a", null));
    assertRefused(
        "ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :a",
        () -> Query.of("T").value(":a", (AttributeValue) null));
  }

  @Test
  void anAnswerHasWhatItAlwaysHas() {
    assertThrows(NullPointerException.class, () -> QueryResult.builder().count(1).build());
    QueryResult answer = QueryResult.builder().count(1).scannedCount(2).build();
    assertTrue(Copies.isAbsent(answer.items()));
    assertEquals(answer, answer.toBuilder().build());
  }

  private static void assertRefused(String message, Runnable task) {
    assertEquals(message, assertThrows(ValidationException.class, task::run).getMessage());
  }
}
