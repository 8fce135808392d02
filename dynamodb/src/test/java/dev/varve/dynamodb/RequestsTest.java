package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Requests before they are sent. */
class RequestsTest {
  private static final String EMPTY =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
  private static final Item KEY = Item.of("id", n(1));

  @Test
  void nullForAPlaceholderIsRefusedByItsName() {
    String value = "ExpressionAttributeValues contains invalid value: " + EMPTY + " for key :v";
    Map<String, AttributeValue> values = Collections.singletonMap(":v", null);
    assertRefused(value, () -> PutItem.into("t").value(":v", null));
    assertRefused(value, () -> UpdateItem.in("t").value(":v", null));
    assertRefused(value, () -> DeleteItem.from("t").value(":v", null));
    assertRefused(value, () -> Query.of("t").value(":v", null));
    assertRefused(value, () -> Scan.of("t").value(":v", KEY.get("missing")));
    assertRefused(value, () -> Scan.of("t").values(values).build());

    String name =
        "ExpressionAttributeNames contains invalid value: Empty attribute name for key #n";
    Map<String, String> names = Collections.singletonMap("#n", null);
    assertRefused(name, () -> Query.of("t").name("#n", null));
    assertRefused(name, () -> GetItem.from("t").name("#n", null));
    assertRefused(name, () -> GetItem.from("t").names(names).build());
    assertRefused(
        "ExpressionAttributeNames contains invalid key: null",
        () -> GetItem.from("t").name(null, "a"));
    assertRefused(
        "ExpressionAttributeValues contains invalid key: null",
        () -> Scan.of("t").value(null, n(1)));
  }

  @Test
  void nullForAParameterIsRefusedByItsName() {
    assertMissing(
        "keySchema.member.attributeName",
        () -> TableDefinition.named("abc").partitionKey(null, AttributeType.S));
    assertMissing(
        "attributeDefinitions.member.attributeType",
        () -> TableDefinition.named("abc").sortKey("a", null));
  }

  @Test
  void nullForAnAttributeIsRefused() {
    assertRefused(EMPTY, () -> Item.of("a", null));
    assertRefused(EMPTY, () -> Item.of("a", n(1), "b", null));
    assertRefused(EMPTY, () -> Item.builder().put("a", null));
    assertRefused(EMPTY, () -> Item.builder().putAll(Collections.singletonMap("a", null)));
    assertRefused(EMPTY, () -> AttributeValue.m(Collections.singletonMap("a", null)));
    assertRefused("Empty attribute name", () -> Item.builder().put(null, n(1)));
    assertRefused(EMPTY, () -> AttributeValue.l(n(1), null));
    assertRefused(EMPTY, () -> AttributeValue.ss("a", null));
    assertRefused(EMPTY, () -> AttributeValue.ns("1", null));
    assertRefused(EMPTY, () -> AttributeValue.bs(new byte[1], null));
    assertRefused(EMPTY, () -> AttributeValue.n((String) null));
    assertRefused(EMPTY, () -> AttributeValue.s(null));
  }

  private static void assertMissing(String member, Executable request) {
    assertRefused(
        "1 validation error detected: Value null at '"
            + member
            + "' failed to satisfy constraint: Member must not be null",
        request);
  }

  private static void assertRefused(String message, Executable request) {
    assertEquals(message, assertThrows(ValidationException.class, request).getMessage());
  }
}
