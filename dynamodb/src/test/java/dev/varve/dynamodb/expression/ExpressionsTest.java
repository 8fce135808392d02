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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What concerns a request as a whole; the expressions themselves are in the text files. */
final class ExpressionsTest {
  private static final AttributeValue ONE = AttributeValue.n(1);

  @Test
  void placeholdersNeedAnExpression() {
    assertDoesNotThrow(() -> Expressions.requireNoNames(null));
    assertDoesNotThrow(() -> Expressions.requireNoValues(null, "FilterExpression is null"));
    assertEquals(
        "ExpressionAttributeNames can only be specified when using expressions",
        error(() -> Expressions.requireNoNames(Map.of("#a", "a"))));
    assertEquals(
        "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null",
        error(() -> Expressions.requireNoValues(Map.of(":v", ONE), "FilterExpression is null")));
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
  void refusesStringsThatHoldHalfASurrogatePair() {
    String problem =
        "One or more parameter values were invalid: The string is not valid UTF-16: it holds an unpaired surrogate";
    for (String half :
        List.of("\ud83d", "\ude00", "x\ud83dy", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
      for (AttributeValue value :
          List.of(
              AttributeValue.s(half),
              AttributeValue.ss("a", half),
              AttributeValue.l(ONE, AttributeValue.s(half)),
              AttributeValue.m(Map.of("a", AttributeValue.l(AttributeValue.s(half)))),
              AttributeValue.m(Map.of(half, ONE)))) {
        assertEquals(
            "ExpressionAttributeValues contains invalid value: " + problem + " for key :v",
            error(() -> expressions(Map.of(":v", value))));
      }
      assertEquals(
          "ExpressionAttributeNames contains invalid value: " + problem + " for key #n",
          error(() -> new Expressions(new ExpressionCache(1), Map.of("#n", half), Map.of())));
    }
    assertDoesNotThrow(() ->
        new Expressions(
            new ExpressionCache(1), Map.of("#n", "😀"), Map.of(":v", AttributeValue.s("a😀é"))));
  }

  @Test
  void namesAndValuesTogetherAreAtMost2MB() {
    int most = 2 * 1024 * 1024;
    // A placeholder counts with what it stands for; numbers from 1 to 99 take two bytes.
    assertDoesNotThrow(() -> expressions(Map.of(":v", AttributeValue.s("x".repeat(most - 2)))));
    assertDoesNotThrow(
        () -> expressions(Map.of(":v", AttributeValue.s("é".repeat((most - 6) / 2)), ":o", ONE)));
    assertEquals(
        "ExpressionAttributeValues exceeds max size",
        error(() -> expressions(Map.of(":v", AttributeValue.s("x".repeat(most - 1))))));
    assertEquals(
        "ExpressionAttributeValues exceeds max size",
        error(() ->
            expressions(Map.of(":v", AttributeValue.s("é".repeat(most / 2 - 2)), ":o", ONE))));
    Map<String, String> names =
        IntStream.range(0, 33)
            .boxed()
            .collect(Collectors.toMap(i -> "#" + i, _ -> "n".repeat(65_535)));
    assertEquals(
        "ExpressionAttributeNames exceeds max size",
        error(() -> new Expressions(new ExpressionCache(1), names, Map.of())));
    names.remove("#32");
    names.remove("#31");
    assertDoesNotThrow(() -> new Expressions(new ExpressionCache(1), names, Map.of()));
    assertEquals(
        "Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size",
        error(() ->
            new Expressions(
                new ExpressionCache(1),
                names,
                Map.of(":v", AttributeValue.s("x".repeat(70_000))))));
  }

  @Test
  void pathsDoNotGoIntoKeyAttributes() {
    String problem =
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ";
    List<String> keys = List.of("pk", "sk");
    Expressions whole = expressions(Map.of(":v", ONE));
    whole.condition("pk = :v AND attribute_exists(a.pk) AND a[1] = :v");
    whole.update("SET a.sk = pk");
    whole.projection("sk, b.pk[0]");
    assertDoesNotThrow(() -> whole.requireKeysWhole(keys));
    for (String text :
        List.of(
            "attribute_not_exists(pk.x)",
            "a = :v OR pk[0] = :v",
            "size(pk.x) > :v",
            "a BETWEEN pk.x AND :v",
            "sk.x = :v AND pk.x = :v")) {
      Expressions nested = expressions(Map.of(":v", ONE));
      nested.filter(text);
      assertEquals(problem + "pk", error(() -> nested.requireKeysWhole(keys)), text);
    }
    for (String text :
        List.of(
            "SET sk.x = :v",
            "SET a = sk.x",
            "SET a = if_not_exists(sk[1], :v)",
            "REMOVE sk[0]",
            "ADD sk.x :v")) {
      Expressions nested = expressions(Map.of(":v", ONE));
      nested.update(text);
      assertEquals(problem + "sk", error(() -> nested.requireKeysWhole(keys)), text);
    }
    Expressions nested = new Expressions(new ExpressionCache(1), Map.of("#k", "pk"), Map.of());
    nested.projection("a, #k.x");
    assertEquals(problem + "pk", error(() -> nested.requireKeysWhole(keys)));
  }

  @Test
  void aHintIsBehindTheMessageAndNotInIt() {
    ValidationException name =
        assertThrows(ValidationException.class, () -> expressions(Map.of()).condition("name = :v"));
    String message =
        "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: name";
    assertEquals(message, name.getMessage());
    assertEquals(
        ValidationException.class.getName()
            + ": "
            + message
            + " (write a placeholder such as #n in place of name, with name(\"#n\", \"name\"))",
        name.toString());
    ValidationException value =
        assertThrows(ValidationException.class, () -> expressions(Map.of()).condition("a = 5"));
    assertEquals(
        ValidationException.class.getName()
            + ": Invalid ConditionExpression: Syntax error; token: \"5\", near: \"= 5\""
            + " (write a placeholder such as :v in place of 5, with value(\":v\", ...))",
        value.toString());
  }

  @Test
  void aFilterLeavesTheKeyAlone() {
    Condition filter =
        expressions(Map.of(":v", ONE))
            .filter("a = :v OR NOT (size(b) > :v AND c.pk = :v) OR d IN (:v, sk)");
    assertEquals(
        List.of("a", "b", "c", "d", "sk"),
        filter.paths().map(DocumentPath::attributeName).toList());
    assertDoesNotThrow(
        () -> Expressions.requireKeyUnfiltered("Filter Expression", filter, List.of("pk")));
    assertEquals(
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
        error(() ->
            Expressions.requireKeyUnfiltered("Filter Expression", filter, List.of("pk", "sk"))));
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
