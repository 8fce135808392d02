package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpressionAttributesTest {
  private static final Map<String, String> NAMES = Map.of("#a", "alpha");

  private static List<String> condition(String text) {
    List<String> found = new ArrayList<>();
    ExpressionAttributes.ofCondition(text, NAMES, found::add);
    return found;
  }

  private static List<String> update(String text) {
    List<String> found = new ArrayList<>();
    ExpressionAttributes.ofUpdate(text, NAMES, found::add);
    return found;
  }

  private static List<String> projection(String text) {
    List<String> found = new ArrayList<>();
    ExpressionAttributes.ofProjection(text, NAMES, found::add);
    return found;
  }

  @Test
  void everyPlaceOfAConditionIsLookedAt() {
    assertEquals(
        List.of("alpha", "b", "c", "d", "e", "f", "g", "h", "i"),
        condition(
            "#a.x[0] = b AND (c BETWEEN d AND :v OR NOT e IN (f, :v)) AND size(g) > :v"
                + " AND begins_with(h, i)"));
  }

  @Test
  void everyPlaceOfAnUpdateIsLookedAt() {
    assertEquals(
        List.of("alpha", "b", "c", "d", "e", "f", "g", "h"),
        update("SET #a.x = if_not_exists(b, c) + d, e = list_append(f, :v) REMOVE g[1] ADD h :v"));
    assertEquals(List.of("k"), update("DELETE k :v"));
  }

  @Test
  void projectionsAreLookedAt() {
    assertEquals(List.of("alpha", "b", "c"), projection("#a, b.x, c[3].y"));
  }

  @Test
  void whatDoesNotParseIsRefused() {
    assertThrows(ValidationException.class, () -> condition("a ="));
    assertThrows(ValidationException.class, () -> update("SET"));
    assertThrows(ValidationException.class, () -> projection("#undefined"));
    assertThrows(
        ValidationException.class,
        () -> ExpressionAttributes.ofCondition("#a = :v", null, _ -> {}));
  }

  @Test
  void theValueOfAKeyIsFound() {
    AttributeValue one = new AttributeValue.S("one");
    Map<String, AttributeValue> values = Map.of(":one", one, ":two", new AttributeValue.S("two"));
    for (String text :
        List.of(
            "id = :one", ":one = id", "made > :two AND id = :one", "(id = :one) AND made = :two")) {
      assertEquals(Optional.of(one), ExpressionAttributes.keyValue(text, null, values, "id"), text);
    }
    assertEquals(
        Optional.of(one), ExpressionAttributes.keyValue("#a = :one", NAMES, values, "alpha"));
    for (String text :
        List.of("id > :one", "id = :one OR id = :two", "id.x = :one", "made = :one")) {
      assertEquals(Optional.empty(), ExpressionAttributes.keyValue(text, null, values, "id"), text);
    }
  }
}
