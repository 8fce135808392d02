package dev.varve.dynamodb.expression;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What concerns a request as a whole; the expressions themselves are in the text files. */
final class ExpressionsTest {
  private static final AttributeValue ONE = AttributeValue.n(1);

  @Test
  void placeholdersNeedAnExpression() {
    assertDoesNotThrow(
        () -> Expressions.requireNoPlaceholders(Map.of(), Map.of(), "FilterExpression is null"));
    assertEquals(
        "ExpressionAttributeNames can only be specified when using expressions",
        error(() ->
            Expressions.requireNoPlaceholders(
                Map.of("#a", "a"), Map.of(":v", ONE), "FilterExpression is null")));
    assertEquals(
        "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null",
        error(() ->
            Expressions.requireNoPlaceholders(
                Map.of(), Map.of(":v", ONE), "FilterExpression is null")));
  }

  @Test
  void refusesValuesNestedTooDeeply() {
    assertDoesNotThrow(() -> expressions(Map.of(":v", nested(31))));
    assertEquals(
        "ExpressionAttributeValues contains invalid value: Nesting Levels have exceeded supported limits: "
            + "Attributes in the item have nested levels beyond supported limit for key :v",
        error(() -> expressions(Map.of(":v", nested(32)))));
  }

  @Test
  void refusesPlaceholdersLongerThan255Characters() {
    String longest = ":" + "v".repeat(254);
    assertDoesNotThrow(() -> expressions(Map.of(longest, ONE)).condition("a = " + longest));
    assertEquals(
        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"" + longest + "v\"",
        error(() -> expressions(Map.of(longest + "v", ONE))));
  }

  @Test
  void aFilterLeavesTheKeyAlone() {
    Condition filter =
        expressions(Map.of(":v", ONE))
            .filter("a = :v OR NOT (size(b) > :v AND c.pk = :v) OR d IN (:v, sk)");
    assertEquals(
        List.of("a", "b", "c", "d", "sk"),
        filter.paths().map(DocumentPath::attributeName).toList());
    assertDoesNotThrow(() -> Expressions.requireKeyUnfiltered(filter, List.of("pk")));
    assertEquals(
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
        error(() -> Expressions.requireKeyUnfiltered(filter, List.of("pk", "sk"))));
  }

  @Test
  void updateOfNothingCreatesTheBareItem() {
    Item key = Item.of("id", ONE);
    assertTrue(Update.nothing().createsItem());
    assertEquals(key, UpdateApplier.apply(Update.nothing(), null, key).after().orElseThrow());
    Item present = Item.of("id", ONE, "a", ONE);
    assertEquals(
        present, UpdateApplier.apply(Update.nothing(), present, key).after().orElseThrow());
  }

  @Test
  void evaluationStopsWhenTheResultIsKnown() {
    List<String> asked = new ArrayList<>();
    AttributeLookup item =
        path -> {
          asked.add(path.toString());
          return ONE;
        };
    Expressions expressions = expressions(Map.of(":v", ONE));
    assertTrue(ConditionEvaluator.test(expressions.condition("a = :v OR b = :v"), item));
    assertFalse(ConditionEvaluator.test(expressions.condition("c.d[1] <> :v AND e = :v"), item));
    assertEquals(List.of("[a]", "[c, d, [1]]"), asked);
  }

  @Test
  void deepestConditionIsBoundAndEvaluated() {
    String text = "NOT (".repeat(299) + "a = :v" + ")".repeat(299);
    Condition condition = expressions(Map.of(":v", ONE)).condition(text);
    assertFalse(ConditionEvaluator.test(condition, AttributeLookup.of(Item.of("a", ONE))));
  }

  @Test
  void messagesShowValuesWithTheirTypes() {
    Item item =
        Notation.item(
            "{s: \"x\", n: 1.50, b: 0xFF, t: true, z: null, ss: <\"b\", \"a\">, ns: <2, 1>, bs: <0x01>, l: [1], m: {k: \"v\"}}");
    assertEquals(
        "{s=AttributeValue: {S:x}, n=AttributeValue: {N:1.5}, b=AttributeValue: {B:/w==}, t=AttributeValue: {BOOL:true}, "
            + "z=AttributeValue: {NULL:true}, ss=AttributeValue: {SS:[a, b]}, ns=AttributeValue: {NS:[1, 2]}, bs=AttributeValue: {BS:[AQ==]}, "
            + "l=AttributeValue: {L:[AttributeValue: {N:1}]}, m=AttributeValue: {M:{k=AttributeValue: {S:v}}}}",
        ValueText.describe(item));
  }

  private static AttributeValue nested(int lists) {
    AttributeValue value = ONE;
    for (int i = 0; i < lists; i++) {
      value = AttributeValue.l(value);
    }
    return value;
  }

  private static Expressions expressions(Map<String, AttributeValue> values) {
    return new Expressions(new ExpressionCache(4), Map.of(), values);
  }

  private static String error(Runnable action) {
    return assertThrows(ValidationException.class, action::run).getMessage();
  }
}
